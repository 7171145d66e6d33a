"""Writes the pages that follow from the contracts, or with --check says which of them are out of date."""

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from deploy.docs.asyncapi import asyncapi_page
from deploy.docs.topics import topics_page
from shared.settings import CHECKOUT

PAGES: Mapping[Path, Callable[[], str]] = {
    CHECKOUT / "docs" / "topics.md": topics_page,
    CHECKOUT / "docs" / "asyncapi.yaml": asyncapi_page,
}


def main() -> int:
    """Write the pages; with --check write nothing and answer 1 where one is out of date."""
    parser = argparse.ArgumentParser(prog="python -m deploy.docs", description=__doc__)
    parser.add_argument("--check", action="store_true", help="only compare")
    if not parser.parse_args().check:
        for page, text in PAGES.items():
            page.write_text(text(), encoding="utf-8")
        return 0
    stale = [page for page, text in PAGES.items() if not page.exists() or page.read_text(encoding="utf-8") != text()]
    for page in stale:
        sys.stderr.write(f"{page.relative_to(CHECKOUT)} is out of date; run `make docs`.\n")
    return 1 if stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
