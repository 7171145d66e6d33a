"""The learnt part of triage: its built files, what reads them, and the encoder."""
