"""Consent: the form reviewed, and what the client answered (KLA step 4, D-05, D-73)."""

from datetime import MAXYEAR, date, timedelta
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from rutin.domain.act import Act
from rutin.domain.case.stream import CaseCommand, FactOfCase
from rutin.domain.dates import in_order
from rutin.domain.label import label
from rutin.domain.reference import FilledText, Reference, Text
from rutin.domain.values import add_years


class ConsentFormReview(Act):
    """The consent form was gone through with the client."""

    note: Annotated[Text, label("Anteckning")] = ""


class ConsentFormReviewed(ConsentFormReview, FactOfCase):
    """The consent form was gone through with the client, whatever they answered."""

    type: Literal["case.consent_form_reviewed.v1"] = "case.consent_form_reviewed.v1"


class ReviewConsentForm(ConsentFormReview, CaseCommand):
    """Record that the consent form was gone through."""

    records = ConsentFormReviewed


class ConsentGiving(Act):
    """What may be told, to whom, and how long."""

    recipients: Annotated[
        tuple[
            Literal[
                "relative", "god_man", "trustee", "guardian", "case_officer", "assignee", "other"
            ],
            ...,
        ],
        Field(min_length=1),
        label("Mottagare"),
    ]
    contacts: Annotated[
        tuple[Reference, ...],
        label("Namngivna kontakter", "Tomt betyder alla kontakter med mottagarrollen."),
    ] = ()
    scope: Annotated[FilledText, label("Vad samtycket gäller")]
    valid_from: Annotated[date, label("Gäller från")]
    valid_to: Annotated[
        date | None, label("Gäller till och med", "Högst ett år, vad som än skrivs.")
    ] = None

    @model_validator(mode="after")
    def _dates_in_order(self) -> Self:
        in_order(self, "valid_from", "valid_to")
        return self

    @property
    def last_day(self) -> date:
        """Its last day: as written, but at most a year from the first (D-73)."""
        if self.valid_from.year == MAXYEAR:
            return date.max
        after_a_year = add_years(self.valid_from, 1) - timedelta(days=1)
        return min(self.valid_to or after_a_year, after_a_year)

    def covers(self, recipient: str, contact: str | None, day: date) -> bool:
        """Say whether it lets a recipient be told on a day, if it is not taken back.

        Args:
            recipient: The recipient's role, such as "relative".
            contact: Which contact with that role; a consent that names contacts covers no other.
            day: The day they are told.
        """
        named = not self.contacts or contact in self.contacts
        return recipient in self.recipients and named and self.valid_from <= day <= self.last_day


class ConsentGranted(ConsentGiving, FactOfCase):
    """The client consented."""

    type: Literal["case.consent_granted.v1"] = "case.consent_granted.v1"
    identity = ("consent",)
    consent: Annotated[Reference, label("Samtycke")]


class GrantConsent(ConsentGiving, CaseCommand):
    """Record the client's consent."""

    records = ConsentGranted
    consent: Annotated[
        Reference | None, label("Samtycke", "Eget namn på samtycket, annars numreras det.")
    ] = None


class ConsentRefusal(Act):
    """The client does not consent."""

    note: Annotated[Text, label("Anteckning")] = ""


class ConsentDeclined(ConsentRefusal, FactOfCase):
    """The client declined to consent."""

    type: Literal["case.consent_declined.v1"] = "case.consent_declined.v1"


class DeclineConsent(ConsentRefusal, CaseCommand):
    """Record that the client does not consent."""

    records = ConsentDeclined


class ConsentDeferral(Act):
    """The client wants to think it over."""

    note: Annotated[Text, label("Anteckning")] = ""


class ConsentDeferred(ConsentDeferral, FactOfCase):
    """The client wanted to answer later."""

    type: Literal["case.consent_deferred.v1"] = "case.consent_deferred.v1"


class DeferConsent(ConsentDeferral, CaseCommand):
    """Record that the client wants to answer later."""

    records = ConsentDeferred


class ConsentWithdrawal(Act):
    """The client takes a consent back; the day of withdrawal is not covered (D-73)."""

    consent: Annotated[Reference, label("Samtycke")]


class ConsentWithdrawn(ConsentWithdrawal, FactOfCase):
    """The client took a consent back."""

    type: Literal["case.consent_withdrawn.v1"] = "case.consent_withdrawn.v1"


class WithdrawConsent(ConsentWithdrawal, CaseCommand):
    """Record that the client takes a consent back."""

    records = ConsentWithdrawn
