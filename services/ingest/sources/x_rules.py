"""The rules of X's filtered stream, brought to what the registry's accounts need."""

import logging
from datetime import datetime, timedelta

from services.ingest.domain.rules import StandingRule, changes
from services.ingest.sources.channel import Channel
from shared.clock import now
from shared.x.client import Rule, XClient

logger = logging.getLogger(__name__)


class RuleKeeper:
    """Keeps our rules as wanted; those of others, who share the app, stay as they are."""

    def __init__(self, client: XClient, wanted: tuple[str, ...], tag: str, takes: float, channel: Channel) -> None:
        self._client = client
        self._wanted = wanted
        self._tag = tag
        self._takes = timedelta(seconds=takes)
        self._channel = channel
        self.in_effect: datetime | None = None
        """When the rules added last are in effect; None where none was added."""

    async def reconcile(self) -> None:
        """Add what is missing, then delete what is not wanted any more: what stood stays until it is replaced."""
        standing = [StandingRule(rule.id or "", rule.value, rule.tag) for rule in await self._client.rules()]
        change = changes(standing, self._wanted, self._tag)
        refused: tuple[str, ...] = ()
        if change.add:
            refused = await self._client.add_rules([Rule(value, self._tag) for value in change.add])
            self._channel.rules = f"X refuses a rule: {'; '.join(refused)}" if refused else ""
            self.in_effect = now() + self._takes
        delete = () if refused else change.delete
        if delete:
            await self._client.delete_rules(delete)
        if change.add or delete:
            logger.info("stream rules changed", extra={"added": len(change.add), "deleted": len(delete)})
