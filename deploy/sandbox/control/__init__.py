"""What every stand-in has beside its platform's own HTTP: problems, faults to arm, the log of calls, durable state."""
