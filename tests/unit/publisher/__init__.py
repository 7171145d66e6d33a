"""What the publisher decides, told without Kafka and without a platform."""
