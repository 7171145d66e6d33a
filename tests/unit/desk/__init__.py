"""The desk without Kafka."""
