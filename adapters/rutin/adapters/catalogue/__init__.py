"""The catalogue: every command and fact there is, for machines (JSON) and for people (Markdown)."""

from rutin.adapters.catalogue.json_catalogue import as_json
from rutin.adapters.catalogue.markdown import as_markdown

__all__ = ["as_json", "as_markdown"]
