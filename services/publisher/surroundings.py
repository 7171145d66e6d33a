"""Where the publisher's Kafka is and what it works on, from the settings and the registry."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from services.publisher.channels.channel import Channel
from services.publisher.channels.x import XChannel
from services.publisher.domain.world import OurAccount, World
from services.publisher.orders import Orders
from services.publisher.settings import PublisherSettings
from services.publisher.topics import SERVICE, Topics
from shared.contracts.dead import ReplayTopic
from shared.contracts.post_requested import Content
from shared.kafka.fatal import End, end_process
from shared.kafka.timing import TIMING, Timing
from shared.media.store import FolderStore, MediaStore
from shared.registry import Registry
from shared.rules.holding import Parts, parts_of
from shared.rules.templates import GivenRoute
from shared.settings import CommonSettings
from shared.x.counting import why_not_postable

REPLAYS = ReplayTopic(SERVICE)


@dataclass(frozen=True)
class Surroundings:
    """What is the force's, and what is Kafka's; tests put topics and a group of their own in place."""

    bootstrap: str
    accounts: Mapping[str, OurAccount]
    channels: Mapping[str, Channel]
    store: MediaStore
    parts: Parts
    routes: Mapping[str, GivenRoute] = field(default_factory=dict)
    usd_per_account_and_day: Decimal | None = None
    topics: Topics = field(default_factory=Topics)
    group: str = SERVICE
    replays: ReplayTopic | None = REPLAYS
    timing: Timing = TIMING
    end: End = end_process

    def world(self, orders: Orders, settings: PublisherSettings) -> World:
        """What decisions need to know: what orders change, the world has at once."""
        return World(
            self.accounts,
            orders.people,
            replace(settings.policy, usd_per_account_and_day=self.usd_per_account_and_day),
            too_long,
            holds=orders.holds,
            parts=self.parts,
            templates=orders.templates,
            routes=self.routes,
            price_of=self.price_of,
        )

    def price_of(self, platform: str, content: Content) -> Decimal:
        """What a platform bills for a post; one that nobody here knows bills nothing."""
        channel = self.channels.get(platform)
        return channel.price_of(content) if channel else Decimal(0)


def surroundings_of(common: CommonSettings, settings: PublisherSettings, registry: Registry) -> Surroundings:
    """Those of a process."""
    channels: list[Channel] = [XChannel(common.x_origin, common.secret, settings.policy.answer_within)]
    return Surroundings(
        common.kafka,
        accounts_of(registry),
        {each.platform: each for each in channels},
        FolderStore(common.media),
        parts_of(registry),
        routes=registry.routes,
        usd_per_account_and_day=registry.posting.usd_per_account_and_day,
    )


def accounts_of(registry: Registry) -> dict[str, OurAccount]:
    """The accounts as the domain takes them."""
    return {
        each.id: OurAccount(each.id, each.platform, each.handle, each.districts, active=each.status == "active")
        for each in registry.accounts.values()
    }


def too_long(platform: str, text: str) -> str | None:
    """Why a platform would not take the text; one that nobody here knows is left to say so itself."""
    return why_not_postable(text) if platform == "x" else None
