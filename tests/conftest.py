"""Registers the fixtures that every part may use."""

pytest_plugins = ["tests.support.broker", "tests.support.system", "tests.support.browser", "tests.support.sandbox"]
