"""`make faults`: every fault, counted on the platform; one table, printed and written into docs/promises.md.

Arguments name the scenes to play, by parts of their group or name; the page is written only when all are played.
"""

import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path

from tests.faults import table
from tests.faults.judgement import Count
from tests.faults.programme import AT_THE_END, Programme, all_scenes
from tests.faults.scene import Scene


def _chosen(words: list[str], *, full: bool) -> list[Scene]:
    return [
        each
        for each in all_scenes(full=full)
        if not words or any(word in f"{each.group}, {each.name}, {each.rows}" for word in words)
    ]


def _wrong(counts: dict[tuple[str, str], Count]) -> list[str]:
    """What must not be, each thing once; a crash point that no case came by counts as well."""
    found = [line for count in counts.values() for line in count.broken]
    found += [
        f"no case came by {name}: {count.missed[0]}"
        for (group, name), count in counts.items()
        if count.missed and len(count.missed) == count.cases and (group, name) != AT_THE_END
    ]
    return list(dict.fromkeys(found))


def main() -> int:
    """1 where anything was doubled, lost or said wrongly, or a crash point was never met."""
    words, full = sys.argv[1:], bool(os.environ.get("FULL"))
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="bluelamp-faults-") as folder:
        counts = asyncio.run(Programme(_chosen(words, full=full), Path(folder)).play())
    minutes = (time.monotonic() - begun) / 60
    shown = table.table(counts)
    wrong = _wrong(counts)
    sys.stdout.write(f"\n{shown}\n\n{minutes:.1f} minutes\n" + "".join(f"WRONG: {each}\n" for each in wrong))
    if not words:
        kind = "every combination" if full else "pairwise"
        table.write(f"{time.strftime('%d %B %Y')}, {kind}, {minutes:.0f} minutes on {os.cpu_count()} cores.\n\n{shown}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
