"""Metrics beside a real Kafka and the stand-in of X."""
