"""The catalogue: every command and fact there is, for machines (JSON) and for people (Markdown)."""

from rutin.adapters.catalogue.json_catalogue import as_json
from rutin.adapters.catalogue.markdown import as_markdown
from rutin.adapters.catalogue.routines_page import routines_page

__all__ = ["as_json", "as_markdown", "routines_page"]
