"""The accounts that exist from the start, from accounts.toml."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("accounts.toml")


@dataclass(frozen=True)
class Account:
    """One account of ours on the stand-in."""

    id: int
    handle: str
    name: str
    followers: int


def load_accounts() -> tuple[Account, ...]:
    """All of them, in the file's order."""
    with FILE.open("rb") as file:
        return tuple(Account(**each) for each in tomllib.load(file)["account"])
