"""The small things of one idea each in shared/."""
