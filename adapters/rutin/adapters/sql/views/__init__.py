"""Read models in tables: kept up with the log, and built anew beside the live ones."""
