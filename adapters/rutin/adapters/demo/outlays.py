"""A companion's cash outlays: claimed, returned, attested, paid (bilaga 3)."""

from datetime import date, timedelta

from rutin.adapters.demo.case_at_hand import CaseAtHand, Engagement
from rutin.adapters.demo.case_calendar import days_after, spread
from rutin.adapters.demo.manners import ClaimManner
from rutin.adapters.demo.reporting import hand_in
from rutin.domain.support_relationship import (
    Attachment,
    AttestExpenseClaim,
    ClaimRow,
    DeclareOutlays,
    PayExpense,
    ReturnExpenseClaim,
    SubmitExpenseClaim,
)
from rutin.domain.values import Money, Month

PURCHASES = ("Bussbiljett", "Biobiljett", "Fika", "Inträde simhall", "Museientré")


def claim_outlays(
    case: CaseAtHand, engagement: Engagement, month: Month, manner: ClaimManner = "in_order"
) -> None:
    """Hand a month's claim in, have it returned if it is not in order, attested and paid."""
    handed_in_on = days_after(month.last_day, case.chance.randint(1, 2))
    amounts = _amounts(case)
    claim = _claim(case, engagement, month, amounts, handed_in_on)
    if manner != "in_order":
        returned_on = days_after(handed_in_on, 2)
        hand_in(case, engagement, _spoiled(claim, amounts, manner))
        _send_back(case, claim, manner, returned_on)
        claim = claim.but(occurred_on=days_after(returned_on, 3))
    hand_in(case, engagement, claim)
    _attest_and_pay(case, claim, Money.total(amounts))


def _claim(
    case: CaseAtHand, engagement: Engagement, month: Month, amounts: list[Money], on: date
) -> SubmitExpenseClaim:
    days = spread(max(month.first_day, engagement.from_day), month.last_day, len(amounts))
    numbered = list(enumerate(zip(days, amounts, strict=True), start=1))
    return SubmitExpenseClaim(
        relationship=engagement.relationship,
        period=month,
        client=case.client.reference,
        rows=tuple(
            ClaimRow(on=day, receipt_no=number, note=case.chance.choice(PURCHASES), amount=amount)
            for number, (day, amount) in numbered
        ),
        total=Money.total(amounts),
        attachments=tuple(Attachment(receipt_no=number) for number, _ in numbered),
        signed=True,
        payee=engagement.assignee.person.reference,
        occurred_on=on,
    )


def _amounts(case: CaseAtHand) -> list[Money]:
    chance = case.chance
    return [
        Money(f"{chance.randint(35, 240)}.{chance.choice(('00', '50'))}")
        for _ in range(chance.randint(2, 4))
    ]


def _spoiled(
    claim: SubmitExpenseClaim, amounts: list[Money], manner: ClaimManner
) -> SubmitExpenseClaim:
    """Skip a receipt number, as in 1, 2, 4; or add the rows up wrongly."""
    if manner == "wrong_total":
        return claim.but(total=Money.total((*amounts, Money(100))))
    skipped_to = len(amounts) + 1
    return claim.but(rows=(*claim.rows[:-1], claim.rows[-1].but(receipt_no=skipped_to)))


def _send_back(case: CaseAtHand, claim: SubmitExpenseClaim, manner: ClaimManner, on: date) -> None:
    case.note(
        ReturnExpenseClaim(
            relationship=claim.relationship,
            period=claim.period,
            reason="Summan är inte radernas summa. Räkna om och lämna in igen."
            if manner == "wrong_total"
            else "Kvittona är inte numrerade 1, 2, 3 utan luckor. Numrera om dem.",
            occurred_on=on,
        )
    )


def _attest_and_pay(case: CaseAtHand, claim: SubmitExpenseClaim, total: Money) -> None:
    attested_on = days_after(claim.occurred_on, case.chance.randint(1, 5))
    case.note(
        AttestExpenseClaim(
            relationship=claim.relationship, period=claim.period, occurred_on=attested_on
        ),
        case.staff.manager,
    )
    case.note(
        PayExpense(
            relationship=claim.relationship,
            period=claim.period,
            amount=total,
            occurred_on=days_after(attested_on, case.chance.randint(1, 6)),
        )
    )


def declare_no_outlays(case: CaseAtHand, engagement: Engagement, month: Month) -> None:
    """Note that there were no outlays in a month."""
    hand_in(
        case,
        engagement,
        DeclareOutlays(
            relationship=engagement.relationship,
            period=month,
            made=False,
            occurred_on=month.last_day + timedelta(days=2),
        ),
    )
