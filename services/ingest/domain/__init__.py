"""What ingest decides, without I/O: which posts are mentions of ours, which are new, what may be missing."""
