"""Triage: what a mention says, what has to be done with it and where; an alert where somebody may be in danger."""
