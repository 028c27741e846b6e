"""The routine: its versions and what became of them, what is decided, and how it folds."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import assert_never

from rutin.domain.act import Fact
from rutin.domain.refusal import Impossible, Malformed, Problem
from rutin.domain.routine.adoption import RoutineVersionAdopted, StatedValue
from rutin.domain.routine.course import (
    RoutineVersionReplaced,
    RoutineVersionSuspended,
    RoutineVersionWithdrawn,
)
from rutin.domain.routine.facts import FactCorrected, RoutineFact
from rutin.domain.routine.parameter_values import problem_with_value
from rutin.domain.routine.policy import PolicyParameterSet
from rutin.domain.routine.referred_document import DocumentRegistered
from rutin.domain.routine.shipped_versions import SHIPPED_VERSIONS
from rutin.domain.routine.stream import RoutineCommand
from rutin.domain.routine.unit_meeting import UnitMeetingScheduled
from rutin.domain.routine.version import RoutineVersion, as_they_stand
from rutin.domain.routines.catalogue import PROVISIONS

NOT_ROUTINES = {"DOC", "LAW"}
"""What has parameters and provisions, but no versions of its own."""

_PROVISION_IDS = {provision.id for provision in PROVISIONS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Routine:
    """A written routine.

    Attributes:
        key: Its short name, such as "NYB".
        adopted: Its versions in the order they were adopted, a shipped one first.
        replaced: Versions that others took the place of.
        withdrawn: Versions that were withdrawn.
        suspended: Versions that were suspended.
        settings: Local values that were set.
        meetings: Unit meetings that were scheduled.
        documents: Documents that it refers to, and that were registered.
    """

    key: str
    adopted: tuple[RoutineVersion, ...] = ()
    replaced: tuple[RoutineVersionReplaced, ...] = ()
    withdrawn: tuple[RoutineVersionWithdrawn, ...] = ()
    suspended: tuple[RoutineVersionSuspended, ...] = ()
    settings: tuple[PolicyParameterSet, ...] = ()
    meetings: tuple[UnitMeetingScheduled, ...] = ()
    documents: tuple[DocumentRegistered, ...] = ()

    @classmethod
    def named(cls, key: str) -> "Routine":
        """Give the routine before any fact: with its shipped version, if it is one of the five."""
        shipped = SHIPPED_VERSIONS.get(key)
        return cls(key=key, adopted=(shipped,) if shipped else ())

    @property
    def versions(self) -> tuple[RoutineVersion, ...]:
        """Its versions as they stand, in the order they were adopted."""
        return as_they_stand(
            self.adopted,
            replaced=self.replaced,
            withdrawn=self.withdrawn,
            suspended=self.suspended,
        )

    # ------------------------------------------------------------------ decide

    def decide(self, command: RoutineCommand) -> Fact:
        """Answer the fact that a command gives.

        Raises:
            Impossible: The command contradicts what is recorded.
            Malformed: A parameter is none of the routine's, or its value is out of bounds.
        """
        fact = command.fact()
        self.refuse_impossible(fact)
        return fact

    def refuse_impossible(self, fact: Fact) -> None:
        """Refuse a fact that cannot stand beside what is recorded; also as a correction of another.

        Raises:
            Impossible: It contradicts what is recorded.
            Malformed: A parameter is none of the routine's, or its value is out of bounds.
        """
        match fact:
            case RoutineVersionAdopted():
                self._refuse_adoption(fact)
            case PolicyParameterSet(parameter=name, value=value):
                problem = problem_with_value(
                    name, value, routine=self.key, fields=("parameter", "value")
                )
                if problem:
                    raise Malformed(problem)
            case RoutineVersionReplaced():
                self._refuse_replacement(fact)
            case RoutineVersionWithdrawn(version=name):
                self._version(name)
                if any(each.version == name for each in self.withdrawn):
                    raise Impossible(
                        f"Utgåva {name} är redan indragen. Rätta den händelsen om dagen är fel.",
                        code="already_withdrawn",
                        field="version",
                        provision="DOC-04",
                    )
            case RoutineVersionSuspended(version=name):
                self._version(name)
                if any(each.version == name for each in self.suspended):
                    raise Impossible(
                        f"Utgåva {name} följs redan inte. Rätta den händelsen om dagen är fel.",
                        code="already_suspended",
                        field="version",
                        provision="DOC-02",
                    )
            case DocumentRegistered(provision=provision):
                self._refuse_unknown_routine()
                self._refuse_unknown_provision(provision)
            case _:
                self._refuse_unknown_routine()

    def _refuse_adoption(self, fact: RoutineVersionAdopted) -> None:
        self._refuse_other_spelling()
        known = [version.name for version in self.adopted]
        if fact.version in {*known, *(name for each in self.adopted for name in each.replaces)}:
            raise Impossible(
                f"Beteckningen {fact.version} är redan använd. "
                f"Välj en ny; {self.key} har {', '.join(known)}.",
                code="already_exists",
                field="version",
                provision="DOC-05",
            )
        # The first version may name editions from before Rutin; the others know each other.
        unknown = [name for name in fact.replaces if known and name not in known]
        if unknown or fact.version in fact.replaces:
            raise Impossible(
                f"Utgåva {', '.join(unknown) or fact.version} finns inte att ersätta. "
                f"{self.key} har {', '.join(known) or 'ingen utgåva än'}.",
                code="unknown_reference",
                field="replaces",
                provision="DOC-05",
            )
        if problems := list(self._problems_with(fact.parameters)):
            raise Malformed(*problems)

    def _refuse_replacement(self, fact: RoutineVersionReplaced) -> None:
        replaced = self._version(fact.version)
        successor = self._version(fact.replaced_by, field="replaced_by")
        if any(each.version == fact.version for each in self.replaced):
            raise Impossible(
                f"Utgåva {fact.version} är redan ersatt. Rätta den händelsen om något är fel.",
                code="already_replaced",
                field="version",
                provision="DOC-05",
            )
        if successor.valid_from <= replaced.valid_from:
            raise Impossible(
                f"Utgåva {successor.name} börjar {successor.valid_from}, inte efter "
                f"utgåva {replaced.name}, som börjar {replaced.valid_from}. Byt plats på dem.",
                code="wrong_order",
                field="replaced_by",
                provision="DOC-05",
            )
        if fact.occurred_on != successor.valid_from:
            raise Impossible(
                f"Utgåva {successor.name} börjar {successor.valid_from}. Ange den dagen.",
                code="wrong_day",
                field="occurred_on",
                provision="DOC-05",
            )

    def _problems_with(self, stated: tuple[StatedValue, ...]) -> Iterator[Problem]:
        for place, each in enumerate(stated):
            row = f"parameters.{place}"
            fields = (f"{row}.parameter", f"{row}.value")
            if problem := problem_with_value(
                each.parameter, each.value, routine=self.key, fields=fields
            ):
                yield problem
            if each.parameter in (earlier.parameter for earlier in stated[:place]):
                yield Problem(
                    "stated_twice",
                    f"Parametern {each.parameter} anges två gånger. Behåll den ena.",
                    field=fields[0],
                )

    def _version(self, name: str, *, field: str = "version") -> RoutineVersion:
        self._refuse_unknown_routine()
        for version in self.adopted:
            if version.name == name:
                return version
        raise Impossible(
            f"Utgåva {name} finns inte. {self.key} har "
            f"{', '.join(version.name for version in self.adopted)}.",
            code="unknown_reference",
            field=field,
        )

    def _refuse_unknown_routine(self) -> None:
        self._refuse_other_spelling()
        if not self.adopted:
            raise Impossible(
                f"Rutinen {self.key} finns inte. Välj bland {', '.join(SHIPPED_VERSIONS)}, "
                "eller registrera en egen rutins första utgåva.",
                code="unknown_reference",
                field="routine",
            )

    def _refuse_other_spelling(self) -> None:
        """Refuse what is no routine, and a shipped routine in small letters: it is no new one."""
        meant = self.key.upper()
        if meant in NOT_ROUTINES:
            raise Impossible(
                f"{meant} är ingen rutin och har inga utgåvor, bara parametrar.",
                code="not_a_routine",
                field="routine",
            )
        if meant in SHIPPED_VERSIONS and meant != self.key:
            raise Impossible(
                f"Rutinen {self.key} finns inte. Menade du {meant}?",
                code="unknown_reference",
                field="routine",
            )

    def _refuse_unknown_provision(self, provision: str | None) -> None:
        if provision is None or self.key not in SHIPPED_VERSIONS:
            return
        if provision not in _PROVISION_IDS or not provision.startswith(f"{self.key}-"):
            raise Impossible(
                f"{self.key} har ingen bestämmelse {provision}. Ange en som finns, "
                "eller lämna fältet tomt.",
                code="unknown_reference",
                field="provision",
            )

    # ------------------------------------------------------------------ fold

    def after(self, fact: RoutineFact) -> "Routine":
        """Fold a fact in. Never refuses."""
        match fact:
            case RoutineVersionAdopted():
                adopted = RoutineVersion.adopted(self.key, fact)
                return replace(self, adopted=(*self.adopted, adopted))
            case RoutineVersionReplaced():
                return replace(self, replaced=(*self.replaced, fact))
            case RoutineVersionWithdrawn():
                return replace(self, withdrawn=(*self.withdrawn, fact))
            case RoutineVersionSuspended():
                return replace(self, suspended=(*self.suspended, fact))
            case PolicyParameterSet():
                return replace(self, settings=(*self.settings, fact))
            case UnitMeetingScheduled():
                return replace(self, meetings=(*self.meetings, fact))
            case DocumentRegistered():
                return replace(self, documents=(*self.documents, fact))
            case FactCorrected():
                return self
            case _:
                assert_never(fact)
