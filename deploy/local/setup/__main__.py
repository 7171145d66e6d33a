"""`python -m deploy.local.setup`: first under any fitting Python, then once more under the environment's own."""

import os
import subprocess
import sys

from deploy.local.paths import PYTHON, ROOT
from deploy.local.setup import python
from deploy.local.setup.step import carry_out
from deploy.local.setup.trust import of_this_machine
from shared.errors import BlueLampError

REST = "rest"
"""The argument that says: the environment stands, do what needs it."""


def main(arguments: list[str]) -> int:
    """Ends with everything set up, or with one clear message and exit status 1."""
    try:
        if arguments == [REST]:
            _rest()
            return 0
        with python.alone():
            carry_out(python.steps())
        os.chdir(ROOT)
        return subprocess.run([PYTHON, "-m", "deploy.local.setup", REST], check=False).returncode  # noqa: S603 - ourselves
    except BlueLampError as error:
        sys.stderr.write(f"Set-up stopped: {error}\n")
    except OSError as error:
        sys.stderr.write(f"Set-up stopped: {error.strerror}: {error.filename}. Correct that, then run it again.\n")
    except KeyboardInterrupt:
        sys.stderr.write("Set-up stopped by you; it goes on from here the next time.\n")
    return 1


def _rest() -> None:
    from deploy.local import jars  # noqa: PLC0415 - these need the environment's packages
    from deploy.local.setup import browser, node  # noqa: PLC0415

    os.environ.update(of_this_machine())
    with python.alone():
        jars.make_complete()
        carry_out((node.packages(), *browser.steps(), node.style()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
