"""The services, each a process of its own: they meet only in the topics of shared.contracts."""
