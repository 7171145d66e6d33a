"""Promises that need a real Kafka."""
