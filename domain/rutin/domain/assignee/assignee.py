"""The assignee: what their facts add up to, what is decided, and how it folds."""

from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never

from rutin.domain.act import Fact
from rutin.domain.assignee.facts import AssigneeFact, FactCorrected
from rutin.domain.assignee.investigation import (
    AssigneeApproved,
    AssigneeRejected,
    InterviewHeld,
    InvestigationConcluded,
    InvestigationOpened,
    RegisterCheckAnnounced,
    RegisterExtractShown,
)
from rutin.domain.assignee.register import (
    AbsenceRecorded,
    AssigneeEnded,
    AssigneeRegistered,
    AvailabilityChanged,
    Origin,
    RegisterAssignee,
)
from rutin.domain.assignee.stream import AssigneeCommand
from rutin.domain.assignee.undertaking import ConfidentialityUndertakingSigned
from rutin.domain.refusal import Impossible


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignee:
    """A person who may take assignments.

    Attributes:
        investigated_for: The first reason for an investigation that says how the person came.
        decision: The latest decision on approval.
        extracts: Register extracts shown, never their content.
        ended_on: The day the person was ended in the register.
    """

    registration: AssigneeRegistered | None = None
    investigated_for: Origin = "other"
    decision: AssigneeApproved | AssigneeRejected | None = None
    extracts: tuple[RegisterExtractShown, ...] = ()
    ended_on: date | None = None

    @property
    def came_by(self) -> Origin:
        """Say how the person came: as registered, else as the investigation says."""
        registered = self.registration.came_by if self.registration else "other"
        return registered if registered != "other" else self.investigated_for

    def decide(self, command: AssigneeCommand) -> Fact:
        """Answer the fact that a command gives.

        Raises:
            Impossible: The command contradicts what is recorded.
        """
        match command:
            case RegisterAssignee() if self.registration is not None:
                raise Impossible(
                    f"Uppdragstagare {command.assignee} finns redan. Välj ett annat nummer.",
                    code="already_exists",
                    field="assignee",
                )
            case RegisterAssignee():
                pass
            case _ if self.registration is None:
                raise Impossible(
                    f"Uppdragstagare {command.assignee} finns inte. Registrera personen först.",
                    code="unknown_reference",
                    field="assignee",
                )
            case _ if self.ended_on is not None and command.occurred_on > self.ended_on:
                raise Impossible(
                    f"Uppdragstagaren avslutades {self.ended_on}. Kontrollera datumet, "
                    "eller registrera personen på nytt.",
                    code="assignee_ended",
                    field="assignee",
                )
        return command.fact()

    def after(self, fact: AssigneeFact) -> "Assignee":
        """Fold a fact in. Never refuses."""
        match fact:
            case AssigneeRegistered():
                return replace(self, registration=fact)
            case InvestigationOpened(reason=reason):
                known = self.investigated_for
                return replace(self, investigated_for=reason if known == "other" else known)
            case AssigneeApproved() | AssigneeRejected():
                return replace(self, decision=fact)
            case RegisterExtractShown():
                return replace(self, extracts=(*self.extracts, fact))
            case AssigneeEnded(scope="person", occurred_on=day):
                return replace(self, ended_on=day)
            case (
                AssigneeEnded()
                | InterviewHeld()
                | RegisterCheckAnnounced()
                | InvestigationConcluded()
                | ConfidentialityUndertakingSigned()
                | AvailabilityChanged()
                | AbsenceRecorded()
                | FactCorrected()
            ):
                return self  # nothing a decision needs
            case _:
                assert_never(fact)
