"""Where each provision is shown to be judged right: tables of histories and days, file by file."""

from collections.abc import Iterator

TABLES = "tests/provisions/"
"""The folder of the tables."""

TABLES_OF: dict[str, tuple[str, ...]] = {
    "test_kla_contact.py": (
        *("KLA-00", "KLA-01", "KLA-01b", "KLA-02a", "KLA-02b", "KLA-03a", "KLA-03b"),
    ),
    "test_kla_client_meeting.py": (
        *("KLA-04", "KLA-04a", "KLA-04b", "KLA-04c", "KLA-04d", "KLA-04e", "KLA-04f"),
    ),
    "test_kla_search.py": (
        *("KLA-05", "KLA-06a", "KLA-06b", "KLA-06c", "KLA-06d", "KLA-06e", "KLA-06f"),
        *("KLA-07a", "KLA-07b"),
    ),
    "test_kla_matching.py": (
        *("KLA-08a", "KLA-08b", "KLA-09", "KLA-09a", "KLA-09b", "KLA-09c", "KLA-09d"),
        *("KLA-09e", "KLA-09g", "KLA-09h", "KLA-09i", "KLA-10"),
    ),
    "test_kla_reports.py": (
        *("KLA-09b-p", "KLA-09c-p", "KLA-09f"),
        *(f"KLA-B1-{number}" for number in range(1, 8)),
        *(f"KLA-B2-{number}" for number in range(1, 7)),
        *(f"KLA-B3-{number}" for number in range(1, 9)),
    ),
    "test_kla_undertaking.py": (
        *("KLA-B4-1", "KLA-B4-2", "KLA-B4-3", "KLA-B4-4", "KLA-B4-8", "KLA-B4-9"),
    ),
    "test_kla_renewal.py": ("KLA-11a", "KLA-11b", "KLA-11c", "KLA-11d", "KLA-11e"),
    "test_kla_change.py": ("KLA-12a",),
    "test_rounds.py": ("KLA-12b",),
    "test_notes.py": ("KLA-13",),
    "test_nyb.py": (
        *("NYB-05", "NYB-06", "NYB-07a", "NYB-07b", "NYB-07c", "NYB-07d", "NYB-07e", "NYB-07f"),
        *("NYB-07g", "NYB-08", "NYB-09", "NYB-10", "NYB-11"),
    ),
    "test_doc.py": (
        *("DOC-01", "DOC-02", "DOC-03", "DOC-05", "DOC-06", "KMSP-18", "NYB-03", "NYB-04"),
    ),
    "test_byte.py": (
        *("BYTE-01", "BYTE-02", "BYTE-04", "BYTE-05", "BYTE-08", "BYTE-09", "BYTE-10a"),
        *("BYTE-10b", "BYTE-10c", "BYTE-11", "BYTE-12", "BYTE-13a", "BYTE-13b", "BYTE-13c"),
        *("BYTE-14", "BYTE-15"),
    ),
    "test_kmsp.py": (
        *("KMSP-01", "KMSP-02", "KMSP-05", "KMSP-06", "KMSP-07", "KMSP-09", "KMSP-10"),
        *("KMSP-11", "KMSP-12", "KMSP-13a", "KMSP-13b", "KMSP-13c", "KMSP-14", "KMSP-15"),
        "KMSP-17",
    ),
    "test_man.py": (
        *("MAN-02", "MAN-03", "MAN-04", "MAN-05", "MAN-06", "MAN-07", "MAN-08", "MAN-09a"),
        *("MAN-09b", "MAN-09c", "MAN-09d", "MAN-10", "MAN-11", "MAN-12", "MAN-13"),
        *(f"MAN-14.{number}" for number in range(1, 8)),
    ),
    "test_law_consent.py": ("LAW-08",),
    "test_law_execution.py": ("LAW-01", "LAW-01b", "LAW-02", "LAW-03", "LAW-04"),
    "test_law_record.py": ("LAW-10", "LAW-11", "LAW-12", "LAW-13", "LAW-15", "LAW-16"),
    "test_law_suitability.py": ("LAW-17", "LAW-18", "LAW-27", "LAW-30"),
}
"""By file: the provisions whose tables it holds. A provision may stand in other tables besides."""


def tables_of(provision_id: str) -> Iterator[str]:
    """Give the files that hold the tables of a provision."""
    for file_name, provisions in TABLES_OF.items():
        if provision_id in provisions:
            yield TABLES + file_name
