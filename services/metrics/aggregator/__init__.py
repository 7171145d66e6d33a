"""Adds contributions up to measures of districts."""


def main() -> int:
    """Run until told to stop."""
    raise NotImplementedError
