"""The scenario's mentions, sent through the stand-in at their times."""

from operations.demo.outcome import Outcome
from operations.demo.scenario import Scenario
from operations.stand_in import Refused, StandIn, Unsure


async def send_all(scenario: Scenario, outcome: Outcome, stand_in: StandIn) -> None:
    """Send every mention at its time, with the faults between them."""
    stage = outcome.stage
    for number, scene in enumerate(scenario.mention, start=1):
        await stage.until(scenario.at(number))
        try:
            if scene.before:
                await stand_in.fault(_scaled(scene.before, stage.speed))
                stage.say(f"   (the platform is made to misbehave: {scene.before['kind']})")
            stage.say(f"#{number} to @{scene.to}: {scene.text}")
            post = await stand_in.mention({"account": scene.to, "author": scene.author, "text": scene.text})
            outcome.sent(number, f"x:{post}")
        except Refused as refusal:
            stage.say(f"#{number} NOT SENT: the stand-in says: {refusal}")
        except Unsure:
            stage.say(f"#{number} PERHAPS SENT: the stand-in's answer was lost")


def _scaled(fault: dict[str, str | int | float], speed: float) -> dict[str, str | int | float]:
    return {
        name: value / speed if name == "seconds" and not isinstance(value, str) else value
        for name, value in fault.items()
    }
