"""What a verb of the command is."""

from argparse import ArgumentParser, Namespace
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from operations.surroundings import Surroundings
from shared.exits import INTERRUPTED


@dataclass(frozen=True, slots=True)
class Verb:
    """A word after `bluelamp`: its line in the help, its arguments, and what it does; returns the exit status."""

    name: str
    summary: str
    add_arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace, Surroundings], Awaitable[int]]
    when_interrupted: int = INTERRUPTED
    """The status after Ctrl-C: 0 for verbs that nobody ends in another way."""
