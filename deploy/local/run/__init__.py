"""`make run`: everything on this machine in the foreground, from the first port check to the last process gone."""
