"""The demo municipality: invented people, real routines, every trouble there is."""

from rutin.adapters.demo.municipality import Tally, make_municipality, tally

__all__ = ["Tally", "make_municipality", "tally"]
