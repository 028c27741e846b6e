"""What a field is called by those who fill it in, and the provision it answers to."""

from typing import Any

from pydantic import Field


def label(
    title: str, help_text: str = "", *, cites: str | None = None, private: bool = False
) -> Any:
    """Name a field in Swedish; one declaration serves form, CLI, API and documentation.

    Args:
        title: The field's name as staff read it.
        help_text: What to fill in, in one sentence, when the name is not enough.
        cites: The provision the field answers to, such as "KLA-04a".
        private: It may tell of a client, and so must not stand in an address (LAW-14).
    """
    extra: dict[str, Any] = {"provision": cites} if cites else {}
    if private:
        extra["private"] = True
    return Field(
        title=title,
        description=help_text or None,
        json_schema_extra=extra or None,
    )
