"""Pictures on paper."""

from dataclasses import dataclass, field

from shared.media.store import Unavailable, id_of


@dataclass
class PaperStore:
    """A media store that forgets with the test."""

    pictures: dict[str, bytes] = field(default_factory=dict)

    async def put(self, data: bytes) -> str:
        """Keep it."""
        self.pictures[id_of(data)] = data
        return id_of(data)

    async def get(self, id_: str) -> bytes:
        """Give it out."""
        if id_ not in self.pictures:
            raise Unavailable(f"The picture {id_} is not there.")
        return self.pictures[id_]

    async def has(self, id_: str) -> bool:
        """Whether it is there."""
        return id_ in self.pictures
