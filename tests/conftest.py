"""Registers the fixtures that every part may use."""

pytest_plugins = ["tests.support.broker", "tests.support.browser", "tests.support.sandbox"]
