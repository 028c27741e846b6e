"""Execution: the service starts, pauses, goes on and is prolonged (KLA steps 9–11)."""

from typing import Annotated, Literal

from rutin.domain.act import Act
from rutin.domain.case.stream import CaseCommand, FactOfCase
from rutin.domain.label import label
from rutin.domain.reference import OrderNo, Text


class ServiceStart(Act):
    """The service begins."""

    note: Annotated[Text, label("Anteckning")] = ""


class ServiceStarted(ServiceStart, FactOfCase):
    """The decision was executed: the service began."""

    type: Literal["case.service_started.v1"] = "case.service_started.v1"


class StartService(ServiceStart, CaseCommand):
    """Record that the service has begun."""

    records = ServiceStarted


class ServiceInterruption(Act):
    """The service pauses."""

    reason: Annotated[
        Literal["assignee_left", "client_away", "client_wish", "no_assignee", "other"],
        label("Orsak"),
    ]
    note: Annotated[Text, label("Anteckning")] = ""


class ServiceInterrupted(ServiceInterruption, FactOfCase):
    """The service was interrupted."""

    type: Literal["case.service_interrupted.v1"] = "case.service_interrupted.v1"


class InterruptService(ServiceInterruption, CaseCommand):
    """Record that the service is interrupted."""

    records = ServiceInterrupted


class ServiceResumption(Act):
    """The service goes on."""

    note: Annotated[Text, label("Anteckning")] = ""


class ServiceResumed(ServiceResumption, FactOfCase):
    """The service went on after an interruption."""

    type: Literal["case.service_resumed.v1"] = "case.service_resumed.v1"


class ResumeService(ServiceResumption, CaseCommand):
    """Record that the service goes on."""

    records = ServiceResumed


class RenewalExecution(Act):
    """The prolonged order is executed."""

    order_no: Annotated[
        OrderNo,
        label("Beställningsnummer", "Den förlängda beställningens nummer.", cites="KLA-11d"),
    ]


class RenewalExecuted(RenewalExecution, FactOfCase):
    """The prolonged order was executed."""

    type: Literal["case.renewal_executed.v1"] = "case.renewal_executed.v1"


class ExecuteRenewal(RenewalExecution, CaseCommand):
    """Record that the prolonged order is executed."""

    records = RenewalExecuted
