"""The demo municipality: invented people, real routines, every trouble there is."""

from rutin.adapters.demo.municipality import make_municipality

__all__ = ["make_municipality"]
