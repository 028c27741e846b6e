"""The figures: how fast it is, each beside something else measured in the same runs."""

from rutin.adapters.bench.appending_inline import append_inline
from rutin.adapters.bench.assessing import FEWEST, MOST, assess_all
from rutin.adapters.bench.commands import load_decide_append
from rutin.adapters.bench.databases import Databases, postgresql, sqlite, versions
from rutin.adapters.bench.growth import SMALL, large_logs
from rutin.adapters.bench.keeping_all import keep_all_views
from rutin.adapters.bench.log_reading import log_to_facts
from rutin.adapters.bench.pages import FEWEST_SHOWN, MOST_SHOWN, page_times
from rutin.adapters.bench.row import Row
from rutin.adapters.bench.start_up import help_page
from rutin.adapters.bench.stream_loading import load_stream
from rutin.adapters.bench.visible import until_visible

__all__ = [
    "FEWEST",
    "FEWEST_SHOWN",
    "MOST",
    "MOST_SHOWN",
    "SMALL",
    "Databases",
    "Row",
    "append_inline",
    "assess_all",
    "help_page",
    "keep_all_views",
    "large_logs",
    "load_decide_append",
    "load_stream",
    "log_to_facts",
    "page_times",
    "postgresql",
    "sqlite",
    "until_visible",
    "versions",
]
