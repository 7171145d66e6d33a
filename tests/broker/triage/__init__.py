"""Triage as a whole on a real Kafka, with an encoder's process that a test can hurt."""
