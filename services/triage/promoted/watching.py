"""Puts promoted heads in place while triage runs: within seconds, and never broken ones."""

import asyncio
import logging
from dataclasses import replace
from pathlib import Path

from services.triage.domain.heads import Heads
from services.triage.domain.judging import Learnt
from services.triage.domain.labeller import Labeller
from services.triage.model.loading import model_of, read_heads
from services.triage.promoted.entries import SHIPPED
from services.triage.promoted.store import Store, version_of
from shared.errors import Misconfigured
from shared.health import Check
from shared.kafka.stopping import unless_stopped

logger = logging.getLogger(__name__)

LOOK_S = 10.0
"""How often the pointer is looked at: an undoing counts well within the minute that is promised."""


def heads_in(store: Store, version: str, model: str) -> tuple[Heads, Heads]:
    """The heads of a version, with the encoder and without it; raises Misconfigured where they are not as promoted."""
    return read_heads(_promoted(store, version), model)


def fits(store: Store, version: str, model: str) -> bool:
    """Whether a version is there, is what was promoted by that name, and belongs to the model here."""
    try:
        return version == SHIPPED or model_of(_promoted(store, version)) == model
    except Misconfigured:
        return False


def _promoted(store: Store, version: str) -> Path:
    """The file of a version; raises Misconfigured where it is missing or was changed, before anything in it is read."""
    file = store.file(version)
    try:
        found = version_of(file.read_bytes())
    except OSError as error:
        raise Misconfigured(f"{file} cannot be read: {error.strerror}.", remedy=_BACK) from error
    if found != version:
        raise Misconfigured(f"{file} is not what was promoted by that name.", remedy=_BACK)
    return file


_BACK = "Go back with `bluelamp triage undo`."


class Watch:
    """Follows the pointer, and gives the labeller the heads that it points to."""

    def __init__(self, store: Store, labeller: Labeller, shipped: Learnt, check: Check) -> None:
        self._store = store
        self._labeller = labeller
        self._shipped = shipped
        self._check = check
        self._seen: bytes | None = None
        self._known = False
        """Whether what was seen is in place."""
        self._trouble = ""

    async def run(self, stop: asyncio.Event) -> None:
        """Look until `stop` is set; call `look` once before the first message."""
        while not stop.is_set():
            await asyncio.to_thread(self.look)
            await unless_stopped(asyncio.sleep(LOOK_S), stop, patience=0)

    def look(self) -> None:
        """Take what is pointed to, if it is new; what is broken is told, and the heads of before go on."""
        try:
            marked = self._store.marked()
            if self._known and marked == self._seen:
                return
            self._take(self._store.read(marked).version)
        except Misconfigured as error:
            self._refuse(str(error))
            return
        self._seen, self._known, self._trouble = marked, True, ""
        self._check.passes()

    def _take(self, version: str) -> None:
        if version == SHIPPED:
            whole, brief = self._shipped.whole, self._shipped.brief
        elif (model := model_of(_promoted(self._store, version))) != self._shipped.model:
            logger.info("promoted heads are of another model", extra={"heads": version, "fitted_to": model})
            whole, brief = self._shipped.whole, self._shipped.brief
        else:
            whole, brief = heads_in(self._store, version, self._shipped.model)
        self._labeller.learnt = replace(self._shipped, whole=whole, brief=brief)
        logger.info(
            "heads in force", extra={"heads": whole.version, "pointed_to": version, "model": self._shipped.model}
        )

    def _refuse(self, trouble: str) -> None:
        self._known = False
        if trouble != self._trouble:
            learnt = self._labeller.learnt
            stays = learnt.whole.version if learnt else "none"
            logger.error("promoted heads cannot be taken", extra={"reason": trouble, "heads_in_force": stays})
        self._trouble = trouble
        self._check.fails(f"{trouble} The heads of before go on.")
