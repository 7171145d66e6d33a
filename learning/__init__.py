"""How triage learns: authored messages, the encoder's fine-tuning, and the measuring. Never part of what runs."""
