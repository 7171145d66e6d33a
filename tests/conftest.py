"""Registers the fixtures that every part may use."""

import signal

from hypothesis import HealthCheck, settings

# A shell's background job ignores Ctrl-C, and what tests start would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)

# A busy machine is slow, and that says nothing about the code: the tests' own time-out stands.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

pytest_plugins = ["tests.support.broker", "tests.support.system", "tests.support.browser", "tests.support.sandbox"]
