"""The demo's clock and its voice: scenario time, whatever the speed, and one calm line at a time."""

import asyncio
from typing import TextIO


class Stage:
    """Counts scenario seconds since it was made; speed 2 plays twice as fast."""

    def __init__(self, speed: float, output: TextIO) -> None:
        self.speed = speed
        self._output = output
        self._began = asyncio.get_running_loop().time()

    @property
    def seconds(self) -> float:
        """Scenario seconds since the beginning."""
        return (asyncio.get_running_loop().time() - self._began) * self.speed

    async def until(self, at: float) -> None:
        """Wait for a moment of the scenario; one that has passed is now."""
        await asyncio.sleep(max(0.0, (at - self.seconds) / self.speed))

    def say(self, text: str) -> None:
        """One line with the time before it."""
        minutes, seconds = divmod(int(self.seconds), 60)
        self._output.write(f"{minutes}:{seconds:02d}  {text}\n")
        self._output.flush()
