"""How the encoder learns; nothing of JAX is needed to say it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    """Every number was chosen by leaving authors out (docs/adr/0012)."""

    epochs: int = 4
    rate: float = 2.5e-4
    heads_rate: float = 2e-3
    batch: int = 32
    mistyped: float = 0.4
    """Share of the messages that are read with typing mistakes, each time others."""
    seeds: tuple[int, ...] = (1, 2)
    """It learns once with each, from one beginning in another order; the mean of the weights errs less than each."""


@dataclass(frozen=True)
class Part:
    """One group of outputs: where it stands, what it counts, and whether its labels exclude each other."""

    first: int
    end: int
    counts: float
    exclusive: bool

    @property
    def where(self) -> slice:
        """Its place among the outputs."""
        return slice(self.first, self.end)
