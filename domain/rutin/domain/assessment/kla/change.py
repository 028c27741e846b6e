"""KLA, change of assignee: a new one is engaged, and steps 5–11 are gone through again (r.129–133)."""

from collections.abc import Iterator

from rutin.domain.act import Fact
from rutin.domain.assessment.case_file import CaseFile, once
from rutin.domain.assessment.clocks import (
    Check,
    all_done,
    day_of,
    done_by,
    ends,
    judged,
    still_wanting,
)
from rutin.domain.assessment.duty import Duty
from rutin.domain.assessment.rounds import leaves_a_want, rounds
from rutin.domain.recorded import Recorded
from rutin.domain.support_relationship import (
    AgreementSigned,
    ChangeRequested,
    MatchRegistered,
    RelationshipEnded,
)


@once
def changes(file: CaseFile) -> tuple[Recorded, ...]:
    """Give the first sign of each change: a wish for one, or an end while the order is active (D-65)."""
    found: dict[str, Recorded] = {}
    for sign in file.whole.of(ChangeRequested, RelationshipEnded):
        if isinstance(sign.fact, ChangeRequested) or leaves_a_want(file, sign):
            found.setdefault(sign.stream, sign)
    return tuple(found.values())


@judged("RX(ChangeRequested/RelationshipEnded)")
def new_assignee_engaged(file: CaseFile) -> Iterator[Duty]:
    """Judge KLA-12a: after a change, someone new is engaged; one instance a change (D-65)."""
    signs = changes(file)
    yield Duty(contingent=True, triggered=None, until=day_of(signs[0]) if signs else None)
    for sign in signs:
        engaged = next(
            (
                signed
                for signed in file.whole.of(AgreementSigned)
                if signed.stream != sign.stream and file.comes_before(sign, signed)
            ),
            None,
        )
        yield Duty(
            key=str(sign.event_id),
            subject=sign.stream,
            first=sign.fact.occurred_on,
            triggered=sign.fact.occurred_on,
            done=done_by(engaged),
            missing=("AgreementSigned",),
            reactive=True,
        )


@judged("RX(ny omgång)")
def steps_repeated(file: CaseFile) -> Iterator[Duty]:
    """Judge KLA-12b: every round after the first comes to an agreement, and for K to a match (D-38)."""
    wanted: tuple[type[Fact], ...] = (AgreementSigned,)
    if file.intervention == "contact_person":
        wanted = (AgreementSigned, MatchRegistered)
    names = tuple(kind.__name__ for kind in wanted)
    for facts in rounds(file):
        steps = [facts.first(kind) for kind in wanted]
        yield Duty(
            key=facts.key,
            first=facts.begins,
            triggered=facts.opened,
            contingent=True,
            done=all_done(steps),
            missing=names,
            lacking=tuple(still_wanting(steps, names)),
            endings=ends(facts),
            reactive=True,
        )


KLA_CHANGE: dict[str, Check] = {"KLA-12a": new_assignee_engaged, "KLA-12b": steps_repeated}
"""How KLA-12a and KLA-12b are judged."""
