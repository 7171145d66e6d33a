"""The publisher on a real Kafka."""
