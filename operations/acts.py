"""What an operator did, for the audit log: written in one transaction with the act itself."""

import getpass
import os
from typing import Literal

from shared.clock import new_id, now
from shared.contracts.audit_recorded import AUDIT_RECORDED, AuditEntry
from shared.contracts.record import Record, record_of

SOURCE = "operations"
"""Who the records of this command say they come from."""


def operator() -> str:
    """Who runs this command: the name they are signed in with on this machine."""
    try:
        return f"operator:{getpass.getuser()}"
    except (KeyError, OSError):
        return f"operator:uid-{os.getuid()}"  # an account without a name, as containers have


def audited(act: str, on: tuple[str, ...], outcome: Literal["done", "refused"] = "done", why: str = "") -> Record:
    """The record that says the operator did this now."""
    at = now()
    entry = AuditEntry(id=new_id(), at=at, who=operator(), act=act, on=on, outcome=outcome, why=why)
    return record_of(AUDIT_RECORDED, "audit.recorded", entry, id=entry.id, source=SOURCE, time=at)
