"""Assessment: for each provision met, late, overdue, breached or not applicable, and why."""
