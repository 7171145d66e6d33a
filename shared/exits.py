"""Exit codes of services, as sysexits.h has them: what a supervisor, or a person, has to do next."""

import os

FAULT = os.EX_SOFTWARE
"""70: a fault of Blue Lamp's own; the log keeps where. Starting again may help."""

RESTART = os.EX_TEMPFAIL
"""75: starting again is the cure."""

PERSON = os.EX_CONFIG
"""78: starting again will not help, somebody has to act first."""

INTERRUPTED = 130
"""Ctrl-C, as shells count it."""
