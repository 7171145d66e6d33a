"""The force's area as triage needs it: which districts each account serves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Area:
    """The force, its districts, and for each account those that it serves."""

    force: str
    districts: frozenset[str]
    accounts: Mapping[str, tuple[str, ...]]

    def served_by(self, accounts: Iterable[str]) -> tuple[str, ...]:
        """The districts that these accounts serve between them; an account that is not registered serves none."""
        return tuple(dict.fromkeys(district for account in accounts for district in self.accounts.get(account, ())))

    def served_by_name(self, name: str) -> tuple[str, ...] | None:
        """The districts behind an account's id, a district's id or `force`; None for any other name."""
        if name in self.accounts:
            return self.accounts[name]
        if name in self.districts:
            return (name,)
        return () if name == "force" else None
