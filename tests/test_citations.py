"""Every provision cites a place that exists, in words that stand there; the catalogue is whole."""

import json
import re
from dataclasses import FrozenInstanceError
from pathlib import Path
from typing import get_args

import pytest

from rutin.domain.actor import Role
from rutin.domain.intervention import Intervention
from rutin.domain.routines import (
    PROVISIONS,
    Basis,
    Citation,
    Kind,
    Provision,
    catalogue_order,
    index_seeds,
    provision,
)
from rutin.domain.routines.citation import BYTE, KLA, SEEDS, law, seed
from rutin.domain.routines.index_seeds import index_text
from rutin.domain.routines.seed_index import INDEX_NAME, faults, line_hash, seed_index, stands_in

SEED_FOLDER = Path(__file__).parents[2] / "shared" / "seeds"
INDEX = Path(index_seeds.__file__).with_name(INDEX_NAME)

CATALOGUE = """
DOC-01 DOC-02 DOC-03 DOC-04 DOC-05 DOC-06
BYTE-01 BYTE-02 BYTE-03 BYTE-04 BYTE-05 BYTE-06 BYTE-07 BYTE-08 BYTE-09 BYTE-10a BYTE-10b BYTE-10c
BYTE-11 BYTE-12 BYTE-13a BYTE-13b BYTE-13c BYTE-14 BYTE-15
KMSP-01 KMSP-02 KMSP-03 KMSP-04 KMSP-05 KMSP-06 KMSP-07 KMSP-08 KMSP-09 KMSP-10 KMSP-11 KMSP-12
KMSP-13a KMSP-13b KMSP-13c KMSP-14 KMSP-15 KMSP-16 KMSP-17 KMSP-18
MAN-01 MAN-02 MAN-03 MAN-04 MAN-05 MAN-06 MAN-07 MAN-08 MAN-09a MAN-09b MAN-09c MAN-09d MAN-10
MAN-11 MAN-12 MAN-13 MAN-14.1 MAN-14.2 MAN-14.3 MAN-14.4 MAN-14.5 MAN-14.6 MAN-14.7
NYB-01 NYB-02 NYB-03 NYB-04 NYB-05 NYB-06 NYB-07a NYB-07b NYB-07c NYB-07d NYB-07e NYB-07f NYB-07g
NYB-08 NYB-09 NYB-10 NYB-11
KLA-00 KLA-01 KLA-01b KLA-02a KLA-02b KLA-03a KLA-03b
KLA-04 KLA-04a KLA-04b KLA-04c KLA-04d KLA-04e KLA-04f
KLA-05 KLA-06a KLA-06b KLA-06c KLA-06d KLA-06e KLA-06f KLA-07a KLA-07b KLA-08a KLA-08b
KLA-09 KLA-09a KLA-09b KLA-09b-p KLA-09c KLA-09c-p KLA-09d KLA-09e KLA-09f KLA-09g KLA-09h KLA-09i
KLA-10 KLA-11a KLA-11b KLA-11c KLA-11d KLA-11e KLA-12a KLA-12b KLA-13
KLA-B1-1 KLA-B1-2 KLA-B1-3 KLA-B1-4 KLA-B1-5 KLA-B1-6 KLA-B1-7
KLA-B2-1 KLA-B2-2 KLA-B2-3 KLA-B2-4 KLA-B2-5 KLA-B2-6
KLA-B3-1 KLA-B3-2 KLA-B3-3 KLA-B3-4 KLA-B3-5 KLA-B3-6 KLA-B3-7 KLA-B3-8
KLA-B4-1 KLA-B4-2 KLA-B4-3 KLA-B4-4 KLA-B4-5 KLA-B4-6 KLA-B4-7 KLA-B4-8 KLA-B4-9
LAW-01 LAW-01b LAW-02 LAW-03 LAW-04 LAW-05 LAW-06 LAW-07 LAW-08 LAW-09 LAW-10 LAW-11 LAW-12 LAW-13
LAW-14 LAW-15 LAW-16 LAW-17 LAW-18 LAW-19 LAW-20 LAW-21 LAW-22 LAW-23 LAW-24 LAW-25 LAW-26 LAW-27
LAW-28 LAW-29 LAW-30
"""
IDS = CATALOGUE.split()

ID = re.compile(
    r"(DOC|BYTE|KMSP|MAN|NYB|KLA|LAW)-\d\d[a-i]?(\.[1-7])?(-p)?|KLA-B[1-4]-[1-9]", re.ASCII
)

every_provision = pytest.mark.parametrize("each", PROVISIONS, ids=lambda each: each.id)


def test_the_catalogue_holds_every_provision_once_and_in_order() -> None:
    assert [each.id for each in PROVISIONS] == IDS


@every_provision
def test_every_citation_stands_where_it_says(each: Provision) -> None:
    assert [fault for citation in each.citations for fault in faults(citation)] == []


@every_provision
def test_a_routine_s_provision_cites_its_routine_and_a_law_s_the_law(each: Provision) -> None:
    routines = {routine.key: routine.file_name for routine in SEEDS}
    key = each.id.partition("-")[0]
    if key == "LAW":
        assert all(citation.source and not citation.lines for citation in each.citations)
    elif key == "DOC":
        assert {citation.source for citation in each.citations} <= set(routines.values())
    else:
        assert [citation.source for citation in each.citations] == [routines[key]]


@every_provision
def test_every_citation_of_a_routine_quotes_a_few_words_only(each: Provision) -> None:
    for citation in each.citations:
        quoted = " ".join(citation.key_words).split()
        assert len(quoted) <= 8
        assert bool(quoted) == bool(citation.lines)


@every_provision
def test_every_provision_says_in_one_plain_sentence_what_to_do(each: Provision) -> None:
    for sentence in (each.swedish, each.english):
        assert 10 < len(sentence) <= 100
        assert sentence[0].isupper()
        assert sentence.endswith(".")
        assert ". " not in sentence


def test_no_two_provisions_are_told_in_the_same_words() -> None:
    assert len({each.swedish for each in PROVISIONS}) == len(PROVISIONS)
    assert len({each.english for each in PROVISIONS}) == len(PROVISIONS)


@every_provision
def test_every_id_has_the_form_of_an_id(each: Provision) -> None:
    assert ID.fullmatch(each.id)


@every_provision
def test_every_provision_names_interventions_and_roles_by_their_codes(each: Provision) -> None:
    assert set(each.applies_to) <= set(get_args(Intervention))
    assert set(each.responsible) <= {*get_args(Role), "designated_employee", "client", "everyone"}
    assert bool(each.applies_to) != each.id.startswith("DOC-")


def test_the_law_is_the_basis_of_law_rows_only() -> None:
    assert {each.id for each in PROVISIONS if each.basis is Basis.LAW} == {
        name for name in IDS if name.startswith("LAW-")
    }


def test_what_rests_on_a_local_parameter_only_is_marked_so() -> None:
    assert [each.id for each in PROVISIONS if each.basis is Basis.PARAMETER] == [
        "KMSP-02",
        "KMSP-10",
        "KLA-13",
    ]


def test_the_only_recommendations_are_the_weekly_meeting_and_the_yearly_review() -> None:
    assert [each.id for each in PROVISIONS if each.kind is Kind.RECOMMENDATION] == [
        "KMSP-14",
        "LAW-12",
    ]


def test_a_contact_person_has_no_plan_no_monthly_form_and_no_outlays() -> None:
    for name in ("NYB-08", "KLA-04e", "KLA-09b", "KLA-09b-p", "KLA-09e", "KLA-09f"):
        assert "contact_person" not in provision(name).applies_to


def test_only_contact_persons_are_kept_in_the_resource_register() -> None:
    for name in ("KLA-06d", "KLA-06f", "KLA-07b", "KLA-10", "KLA-11e"):
        assert provision(name).applies_to == ("contact_person",)


def test_the_index_knows_all_five_routines() -> None:
    indexed = seed_index()
    assert {name: (each.key, each.title) for name, each in indexed.items()} == {
        routine.file_name: (routine.key, routine.title) for routine in SEEDS
    }
    assert [each.line_count for each in indexed.values()] == [52, 58, 239, 55, 52]


def test_the_index_keeps_no_word_that_no_provision_cites() -> None:
    cited = {
        (citation.source, words)
        for each in PROVISIONS
        for citation in each.citations
        for words in citation.key_words
    }
    kept = {
        (name, words)
        for name, each in seed_index().items()
        for line in each.key_words.values()
        for words in line
    }
    assert kept == cited


def test_of_the_line_with_a_person_s_name_only_the_words_before_it_are_kept() -> None:
    assert seed_index()[BYTE.file_name].key_words[14] == ("Dokumentansvarig är",)


def test_the_index_is_what_the_script_makes_of_the_routines() -> None:
    stored = INDEX.read_text(encoding="utf-8")
    # Where the routines are not at hand, the script's own form is all that can be checked.
    as_made = (
        index_text(SEED_FOLDER)
        if SEED_FOLDER.is_dir()
        else json.dumps(json.loads(stored), ensure_ascii=False, indent=1) + "\n"
    )
    assert stored == as_made


def test_the_script_finds_the_cited_words_on_the_lines_that_the_index_names(
    tmp_path: Path,
) -> None:
    for name, text in routines_with_the_cited_words_alone().items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    made = json.loads(index_text(tmp_path))
    stored = json.loads(INDEX.read_text(encoding="utf-8"))
    for name in stored:
        assert made[name]["key_words"] == stored[name]["key_words"]
        assert len(made[name]["line_hashes"]) == len(stored[name]["line_hashes"])


def test_the_script_refuses_a_routine_without_the_cited_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = INDEX.read_bytes()
    for name, text in routines_with_the_cited_words_alone().items():
        changed = text.replace("SMART", "smart")
        (tmp_path / name).write_text(changed, encoding="utf-8")
    assert index_seeds.main([str(tmp_path)]) == 1
    assert "“SMART” does not stand on r.47" in capsys.readouterr().err
    assert INDEX.read_bytes() == before


def test_the_script_refuses_an_empty_folder_and_a_missing_argument(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert index_seeds.main([str(tmp_path)]) == 1
    assert index_seeds.main([]) == 2
    told = capsys.readouterr().err
    assert BYTE.file_name in told
    assert "FOLDER" in told


def test_a_citation_of_a_line_or_of_words_that_are_not_there_is_found_out() -> None:
    assert faults(seed(BYTE, "r.53")) == (f"{BYTE.file_name} has no line 53.",)
    assert faults(seed(BYTE, "r.0")) == (f"{BYTE.file_name} has no line 0.",)
    assert faults(seed(BYTE, "r.37", "senast en månad innan")) == (
        f"“senast en månad innan” does not stand on r.37 of {BYTE.file_name}.",
    )
    assert faults(Citation("another.txt", ((1, 1),))) == (
        "another.txt is no routine of the index.",
    )


def test_words_stand_on_a_line_only_whole_and_together() -> None:
    assert stands_in("larm", "privata medel, larm, mm")
    assert stands_in("Datum", "______Datum: ____")
    assert not stands_in("larm", "larmet gick")
    assert not stands_in("privata larm", "privata medel, larm, mm")


def test_a_line_s_hash_tells_a_changed_line() -> None:
    assert line_hash("Boka ett möte") != line_hash("Boka ett möte ")
    assert re.fullmatch(r"[0-9a-f]{16}", line_hash(""))


def test_a_citation_is_shown_in_swedish() -> None:
    assert (
        seed(KLA, "r.76–77", "eget förslag").display
        == "Arbetsprocess KLA, rad 76–77: ”eget förslag”"
    )
    assert seed(KLA, "r.73").display == "Arbetsprocess KLA, rad 73"
    assert (
        provision("KLA-B3-4").citation.display
        == "Arbetsprocess KLA, rad 191–192 och 205: ”Märk varje kvitto … med 1,2,3 … skall numreras”"
    )
    assert law("SoL 34 kap. 1 §").display == "SoL 34 kap. 1 §"


@pytest.mark.parametrize("lines", ["r.36–38", "r.97, 140–164", "r.7"])
def test_lines_are_shown_as_they_were_written(lines: str) -> None:
    assert seed(KLA, lines).line_reference == lines


def test_a_law_has_no_line_numbers() -> None:
    assert law("SoL 34 kap. 1 §").line_reference == ""
    assert list(law("SoL 34 kap. 1 §").line_numbers()) == []


@pytest.mark.parametrize("lines", ["36–38", "r.36-38", "r.", "r.38–36", "r.a", ""])
def test_lines_written_in_another_way_are_refused(lines: str) -> None:
    with pytest.raises(ValueError, match=r"The lines|Lines are"):
        seed(KLA, lines)


def test_a_provision_is_found_by_its_id_and_sorts_by_the_catalogue() -> None:
    assert provision("KLA-06c").applies_to == ("contact_person",)
    assert sorted(["LAW-17", "KLA-08b", "KLA-06c", "KLA-08a"], key=catalogue_order) == [
        "KLA-06c",
        "KLA-08a",
        "KLA-08b",
        "LAW-17",
    ]


def test_an_unknown_id_is_told_in_swedish() -> None:
    with pytest.raises(LookupError, match="Det finns ingen bestämmelse som heter KLA-99"):
        provision("KLA-99")


def test_a_provision_never_changes() -> None:
    with pytest.raises(FrozenInstanceError):
        provision("KLA-01").id = "KLA-02"  # type: ignore[misc]  # that is the point


def routines_with_the_cited_words_alone() -> dict[str, str]:
    """Give files of the right length that hold the cited words on their lines, and no more."""
    return {
        name: "\n".join(
            "; ".join(each.key_words.get(number, ("–",)))
            for number in range(1, each.line_count + 1)
        )
        for name, each in seed_index().items()
    }
