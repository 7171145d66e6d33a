"""What shared/kafka decides without a broker."""
