"""Registers the fixtures that every part may use."""

import signal

# A shell's background job ignores Ctrl-C, and what tests start would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)

pytest_plugins = ["tests.support.broker", "tests.support.system", "tests.support.browser", "tests.support.sandbox"]
