"""Posts out: what two people approved is on the platform once, or is shown as unknown to a person who decides."""
