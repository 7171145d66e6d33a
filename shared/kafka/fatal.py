"""How a process ends when going on would risk losing or doubling a record: one line that says why, then at once.

No clean-up on purpose: a producer that is closed in mid-transaction may still act; a new start fences it.
"""

import logging
import os
import sys
from typing import NoReturn, Protocol

from shared.exits import RESTART

logger = logging.getLogger(__name__)


class End(Protocol):
    """Something that never returns; tests pass one that raises."""

    def __call__(self, what: str, *, remedy: str, code: int = RESTART) -> NoReturn:
        """End for the reason `what`."""
        ...


def end_process(what: str, *, remedy: str, code: int = RESTART) -> NoReturn:
    """Log what happened and the remedy, flush, and leave with `code`."""
    logger.critical("%s %s", what, remedy, extra={"exit_code": code})
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
