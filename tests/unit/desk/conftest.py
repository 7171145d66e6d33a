"""The desk without Kafka, for its unit tests."""

from tests.support.desk import desk

__all__ = ["desk"]
