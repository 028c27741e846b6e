"""What becomes of the routines meanwhile: a new version, one given up, local values, a schedule."""

from datetime import timedelta

from rutin.adapters.demo.case_calendar import days_after, last_day_of, working_day
from rutin.adapters.demo.people import QUALITY_DEVELOPER, STAFF
from rutin.adapters.demo.town import Town
from rutin.domain.routine import (
    AdoptRoutineVersion,
    CorrectRoutineFact,
    RegisterRoutineDocument,
    ReplaceRoutineVersion,
    ScheduleUnitMeeting,
    SetPolicyParameter,
    SuspendRoutineVersion,
    WithdrawRoutineVersion,
)
from rutin.domain.values import add_months

OWN_ROUTINE = "SKOLA"
"""A routine of the municipality's own; it has no provisions, and so no findings."""


def keep_routines(town: Town) -> None:
    """Note what is done with the routines; the cases that are scheduled must be noted before."""
    new_version_of_ny_brukare(town)
    own_routine_given_up(town)
    local_value_for_first_contact(town)
    rolling_schedule(town)


def new_version_of_ny_brukare(town: Town) -> None:
    """Ny brukare gets a version of five years; the other that ran out, KMSP, gets none."""
    adopted_on = working_day(add_months(town.today, -6))
    begins = days_after(adopted_on, 14)
    town.diary.note(
        "NYB",
        AdoptRoutineVersion(
            routine="NYB",
            occurred_on=adopted_on,
            version="v2",
            decided_on=adopted_on,
            decided_by="Verksamhetschef",
            responsible="Verksamhetsutvecklare",
            valid_from=begins,
            valid_to=last_day_of(adopted_on, 60),
            replaces=("v1",),
            document="Ledningssystemet",
        ),
        QUALITY_DEVELOPER,
    )
    process_map = town.diary.note(
        "NYB",
        RegisterRoutineDocument(
            routine="NYB",
            occurred_on=adopted_on,
            title="Processkarta",
            version="1",
            kept_at="Ledningssystemet",
            provision="NYB-03",
        ),
        QUALITY_DEVELOPER,
    )
    town.diary.note(
        "NYB",
        ReplaceRoutineVersion(routine="NYB", occurred_on=begins, version="v1", replaced_by="v2"),
        QUALITY_DEVELOPER,
    )
    town.diary.note(
        "NYB",
        CorrectRoutineFact(
            routine="NYB",
            occurred_on=days_after(begins, 1),
            corrects=process_map,
            reason="Det var utgåva 2.",
            changes={"version": "2"},
        ),
        QUALITY_DEVELOPER,
    )


def own_routine_given_up(town: Town) -> None:
    """A routine of the municipality's own is not followed for a time, and then withdrawn."""
    adopted_on = working_day(add_months(town.today, -17))
    suspended_on = working_day(add_months(town.today, -5))
    withdrawn_on = working_day(add_months(town.today, -3))
    for command in (
        AdoptRoutineVersion(
            routine=OWN_ROUTINE,
            occurred_on=adopted_on,
            version="v1",
            decided_on=adopted_on,
            decided_by="Verksamhetschef",
            responsible="Verksamhetsutvecklare",
            valid_from=days_after(adopted_on, 7),
        ),
        SuspendRoutineVersion(
            routine=OWN_ROUTINE,
            occurred_on=suspended_on,
            version="v1",
            from_date=suspended_on,
            reason="Skolan har ändrat sina kontaktvägar.",
        ),
        WithdrawRoutineVersion(
            routine=OWN_ROUTINE,
            occurred_on=withdrawn_on,
            version="v1",
            from_date=days_after(withdrawn_on, 7),
            reason="Arbetet sker inte längre så.",
        ),
    ):
        town.diary.note(OWN_ROUTINE, command, QUALITY_DEVELOPER)


def local_value_for_first_contact(town: Town) -> None:
    """The first contact with a client is to be tried within five days."""
    decided_on = working_day(add_months(town.today, -8))
    town.diary.note(
        "KLA",
        SetPolicyParameter(
            routine="KLA",
            occurred_on=decided_on,
            parameter="first_contact_days",
            value=5,
            from_date=days_after(decided_on, 7),
        ),
        STAFF["syd"].manager,
    )


def rolling_schedule(town: Town) -> None:
    """The mobile team's unit meetings, each scheduled a week before for the cases presented there."""
    for meeting_on, cases in sorted(town.presentations.items()):
        town.diary.note(
            "MAN",
            ScheduleUnitMeeting(
                routine="MAN",
                occurred_on=meeting_on - timedelta(days=7),
                unit="mobila",
                meeting_on=meeting_on,
                cases=tuple(dict.fromkeys(sorted(cases))),
            ),
            STAFF["mobila"].manager,
        )
