"""Read models: pure folds of recorded facts into what a page or a report shows.

A projection knows neither tables nor clocks. The same fold serves while facts are appended, when
it catches up afterwards, and when it is built anew.
"""

from rutin.projections.findings import FINDINGS
from rutin.projections.register import REGISTER
from rutin.projections.view import AnyView

VIEWS: tuple[AnyView, ...] = (FINDINGS, REGISTER)
"""Every view that is kept in tables."""
