"""One file for each platform that posts go out on; each runs through the one suite in tests/unit/publisher/channels."""
