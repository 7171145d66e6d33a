"""The set-up and the processes of one machine."""
