"""The end of a process is one clear line and a code that says whether starting again helps."""

import subprocess
import sys

import pytest

from shared.exits import PERSON, RESTART

END = "from shared.kafka.fatal import end_process; end_process('It broke.', remedy='Mend it.', code={code})"


@pytest.mark.parametrize("code", [RESTART, PERSON])
def test_it_says_why_and_leaves_with_its_code(code: int) -> None:
    ended = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", END.format(code=code)], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (code, "It broke. Mend it.\n")


def test_rule_12_without_asserts_no_producer_is_made() -> None:
    program = "from shared.kafka.client import new_producer; new_producer('127.0.0.1:1')"
    ended = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-O", "-c", program], capture_output=True, text=True, check=False
    )
    assert "Start it without -O and without PYTHONOPTIMIZE" in ended.stderr
