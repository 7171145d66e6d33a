"""What a worker is told: where to read, where to write, and as whom."""

import sys
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Task:
    """One worker's arguments."""

    bootstrap: str
    input: str
    output: str
    group: str

    @classmethod
    def from_command_line(cls) -> Self:
        """The four arguments, in the order of the fields."""
        bootstrap, source, output, group = sys.argv[1:5]
        return cls(bootstrap, source, output, group)

    def as_arguments(self) -> list[str]:
        """For a command line."""
        return [self.bootstrap, self.input, self.output, self.group]
