"""Learning from corrections, on a small model of invented words."""
