"""What ingest decides, without any platform or broker."""
