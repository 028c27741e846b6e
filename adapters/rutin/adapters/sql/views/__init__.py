"""Read models in tables: kept up with the log, and built anew beside the live ones."""

from rutin.adapters.sql.views.keeper import Keeper
from rutin.adapters.sql.views.rebuild import rebuild
from rutin.adapters.sql.views.standing import Parked, Standing, standing

__all__ = ["Keeper", "Parked", "Standing", "rebuild", "standing"]
