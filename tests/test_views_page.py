"""docs/views.md tells of every view, and how it is kept."""

from pathlib import Path

import pytest

from rutin.application.view import AnyView
from rutin.projections import VIEWS

PAGE = (Path(__file__).parent.parent / "docs" / "views.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_every_view_stands_on_the_page(view: AnyView) -> None:
    (line,) = [line for line in PAGE.splitlines() if line.startswith(f"| `{view.name}` |")]
    assert line.split("|")[2].strip() == f"each {view.kind}"
    assert line.split("|")[4].strip() == ("along with the facts" if view.inline else "afterwards")
