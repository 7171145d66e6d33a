"""Plays the scenario: mentions through the stand-in, the alarm through the desk; ends with the sum of the topics."""

import asyncio
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace

from operations.demo.desk import Desk, NotDone
from operations.demo.outcome import Outcome
from operations.demo.scenario import Alarm, Scenario, load_scenario
from operations.demo.stage import Stage
from operations.exits import NEEDS_A_PERSON
from operations.stand_in import Refused, StandIn, Unsure
from operations.surroundings import Surroundings
from operations.tally import Count, Counting
from operations.verb import Verb

PATIENCE_S = 60.0
"""Without anything arriving: the last mention is found by search once the stream is back."""

FASTEST = 100.0
PERSON = "supervisor"
"""Who takes the alarm: force-wide, so whichever district it is in."""


def add_arguments(parser: ArgumentParser) -> None:
    """How fast."""
    parser.add_argument("--speed", type=_speed, default=1.0, help="2 plays twice as fast, 0.5 half as fast")


async def run(arguments: Namespace, surroundings: Surroundings) -> int:
    """Play it; 0 when everything arrived once, the expected alarms sounded and the alarm was handled."""
    places = surroundings.running_sandbox()
    scenario = load_scenario()
    stage = Stage(arguments.speed, sys.stdout)
    outcome = Outcome(scenario.mention, stage)
    async with (
        Counting(surroundings.kafka, listener=outcome.note) as counting,
        StandIn(places.sandbox["x"]) as stand_in,
        Desk(places.desk, places.sign_in.get(PERSON, "")) as desk,
    ):
        stage.say(f"The demo begins; watch {places.desk} (`make run` printed the sign-in links).")
        handling = [asyncio.create_task(_take(alarm, outcome, desk)) for alarm in scenario.alarm]
        try:
            await _send_all(scenario, outcome, stand_in)
            handled = all(await asyncio.gather(*handling))
            stage.say("Everything is sent; waiting until all of it has arrived.")
            count = await counting.settled(list(outcome.numbers), PATIENCE_S)
        finally:
            for task in handling:
                task.cancel()
        alarmed = {number for name, number in outcome.numbers.items() if name in counting.tally.alerted}
    return _told(scenario, outcome, count, handled=handled, alarmed=alarmed)


async def _send_all(scenario: Scenario, outcome: Outcome, stand_in: StandIn) -> None:
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


async def _take(alarm: Alarm, outcome: Outcome, desk: Desk) -> bool:
    """Acknowledge an alarm and pass it on, through the desk's own HTTP; tells whether the desk took both."""
    stage = outcome.stage
    await stage.until(alarm.at)
    name = next((name for name, number in outcome.numbers.items() if number == alarm.mention), None)
    if name is None:
        stage.say(f"NOBODY can take the alarm for #{alarm.mention}: it was not sent.")
        return False
    try:
        await desk.act(f"/api/alerts/{name}/acknowledge", {})
        stage.say(f"The supervisor acknowledges the alarm for #{alarm.mention} …")
        await desk.act(f"/api/alerts/{name}/pass-on", {"reference": alarm.reference})
        stage.say(f"… and passes it to the control room, reference {alarm.reference}: see /alerts.")
    except NotDone as refusal:
        stage.say(f"THE ALARM for #{alarm.mention} could not be handled: {refusal}")
        return False
    return True


def _told(scenario: Scenario, outcome: Outcome, count: Count, *, handled: bool, alarmed: set[int]) -> int:
    """Say the sum, and what of it is not as it should be; returns the exit status."""
    stage = outcome.stage
    expected = {number for number, scene in enumerate(scenario.mention, start=1) if scene.alert}
    if outcome.unlike:
        stage.say(f"{outcome.unlike} of {len(scenario.mention)} mentions have other labels than expected; see above.")
    handled = handled and all(_on_the_topic(alarm, outcome) for alarm in scenario.alarm)
    if not handled:
        stage.say("The alarm was not handled as it should be; see above.")
    stage.say(
        f"received {count.received}, labelled {count.labelled}, alerts {count.alerted}, "
        f"lost {count.lost}, doubled {count.doubled}"
    )
    everything = len(scenario.mention)
    right = count.received == count.labelled == everything and not count.lost and not count.doubled
    return 0 if right and handled and alarmed == expected else NEEDS_A_PERSON


def _on_the_topic(alarm: Alarm, outcome: Outcome) -> bool:
    """Whether any system that reads alert.changed can see that the alarm was handled."""
    name = next((name for name, number in outcome.numbers.items() if number == alarm.mention), "")
    return name in outcome.acknowledged and outcome.passed_on.get(name) == alarm.reference


def _speed(given: str) -> float:
    try:
        speed = float(given)
    except ValueError:
        speed = 0.0
    if not 0 < speed <= FASTEST:
        raise ArgumentTypeError(f"{given!r} is no speed: give a number above 0 and at most {FASTEST:.0f}")
    return speed


VERB = Verb("demo", "play the scenario that a newcomer sees first", add_arguments, run)
