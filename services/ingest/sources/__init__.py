"""Where mentions come from, one source for each platform; each tells what happens as signals, in order."""
