"""Read models: pure folds of recorded facts into what a page or a report shows.

A projection knows neither tables nor clocks. The same fold serves while facts are appended, when
it catches up afterwards, and when it is built anew.
"""
