"""A step of the set-up is done once for the same inputs, and done again when it was interrupted or they changed."""

import hashlib
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from deploy.local.paths import ROOT, STAMPS


@dataclass(frozen=True)
class Step:
    """`what` is for people; `inputs` are files and words that decide the outcome; `products` must exist."""

    name: str
    what: str
    inputs: tuple[Path | str, ...]
    products: tuple[Path, ...]
    act: Callable[[], None]

    def fingerprint(self) -> str:
        """Changes when an input does, or when the checkout was moved: much of what is installed knows its place."""
        digest = hashlib.sha256(str(ROOT).encode())
        for each in self.inputs:
            digest.update(each.read_bytes() if isinstance(each, Path) else each.encode())
            digest.update(b"\0")
        return digest.hexdigest()

    def is_done(self, stamps: Path = STAMPS) -> bool:
        """Whether it was finished for these very inputs, and its products still stand."""
        try:
            stamped = (stamps / self.name).read_text()
        except FileNotFoundError:
            return False
        return stamped == self.fingerprint() and all(product.exists() for product in self.products)


def carry_out(steps: Iterable[Step], stamps: Path = STAMPS) -> int:
    """Do what is not done yet, in order, telling a person; returns how many steps that were."""
    stamps.mkdir(parents=True, exist_ok=True)
    done = 0
    for step in steps:
        if step.is_done(stamps):
            continue
        begun = time.monotonic()
        sys.stderr.write(f"Set-up: {step.what}\n")
        sys.stderr.flush()
        stamp = stamps / step.name
        stamp.unlink(missing_ok=True)
        step.act()
        stamp.write_text(step.fingerprint())
        sys.stderr.write(f"        done in {time.monotonic() - begun:.0f} s\n")
        sys.stderr.flush()
        done += 1
    return done
