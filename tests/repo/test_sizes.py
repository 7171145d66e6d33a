"""Files and functions stay small enough to be read in one go."""

import ast

from shared.settings import CHECKOUT
from tests.repo.tree import files

LONGEST_FILE = 300
"""Lines; beyond it a file holds more than one idea."""
LONGEST_FUNCTION = 40
"""Lines; beyond it nobody holds it in the head."""


def test_no_file_is_over_its_length() -> None:
    lengths = {file: len(file.read_text(encoding="utf-8").splitlines()) for file in files("*.py")}
    assert {str(file.relative_to(CHECKOUT)): n for file, n in lengths.items() if n > LONGEST_FILE} == {}


def test_no_function_is_over_its_length() -> None:
    long = []
    for file in files("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > LONGEST_FUNCTION:
                    long.append(f"{file.relative_to(CHECKOUT)}:{node.lineno} {node.name} {lines}")
    assert long == []
