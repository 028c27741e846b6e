"""Where each provision is shown to be judged right: tables of histories and days, by file."""

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
    "test_kla_renewal.py": ("KLA-11a", "KLA-11b", "KLA-11c", "KLA-11d", "KLA-11e"),
    "test_kla_change.py": ("KLA-12a",),
    "test_rounds.py": ("KLA-12b",),
    "test_notes.py": ("KLA-13",),
}
"""By file: the provisions whose tables it holds. A provision may stand in other tables besides."""


def tables_of(provision_id: str) -> Iterator[str]:
    """Give the files that hold the tables of a provision."""
    for file_name, provisions in TABLES_OF.items():
        if provision_id in provisions:
            yield TABLES + file_name
