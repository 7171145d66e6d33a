"""The bench's judgement, without a broker."""
