"""The catalogue: every command, fact and query there is, for machines (JSON) and for people (Markdown)."""

from rutin.adapters.catalogue.json_catalogue import as_json
from rutin.adapters.catalogue.markdown import as_markdown
from rutin.adapters.catalogue.queries_page import queries_page
from rutin.adapters.catalogue.routines_page import routines_page

__all__ = ["as_json", "as_markdown", "queries_page", "routines_page"]
