"""One file for each peer: `python -m bench.workers.<peer> BOOTSTRAP INPUT OUTPUT GROUP`, until it is told to end.

Each is written as its own documentation says a fast one is, and runs in its peer's environment.
"""
