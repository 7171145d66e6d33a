"""`make check`: everything a machine can see without running the product; every check runs, then the verdict."""

import subprocess
import sys
import time
from dataclasses import dataclass

from deploy.local.paths import ROOT, VENV


@dataclass(frozen=True)
class Check:
    """What the environment's Python is given, and what helps when it fails."""

    what: str
    arguments: tuple[str, ...]
    remedy: str = ""


CHECKS = (
    Check("format", ("-m", "ruff", "format", "--check"), "`make format` puts it right."),
    Check("lint", ("-m", "ruff", "check")),
    Check("types", ("-m", "mypy")),
    Check("import direction", (str(VENV / "bin" / "lint-imports"),)),
    Check("generated files", ("-m", "deploy.docs", "--check"), "`make docs` writes them."),
    Check(
        "quality of triage", ("-m", "learning.evaluation", "--check"), "Mend what got worse; `make eval` measures anew."
    ),
    Check("what is committed", ("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/repo")),
)


def main(checks: tuple[Check, ...] = CHECKS) -> int:
    """Exit status 1 when any check failed; its output stands above the verdict."""
    failed = [check for check in checks if not _passes(check)]
    for check in failed:
        sys.stdout.write(f"make check: {check.what} failed. {check.remedy}\n")
    if not failed:
        sys.stdout.write("make check: all is well\n")
    return 1 if failed else 0


def _passes(check: Check) -> bool:
    begun = time.monotonic()
    done = subprocess.run(  # noqa: S603 - our own Python with programs of the lock
        [sys.executable, *check.arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    verdict = "ok" if done.returncode == 0 else "FAILED"
    sys.stdout.write(f"{check.what:<22} {verdict}  ({time.monotonic() - begun:.1f} s)\n")
    if done.returncode != 0:
        sys.stdout.write(done.stdout)
    sys.stdout.flush()
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
