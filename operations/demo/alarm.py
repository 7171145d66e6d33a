"""The alarm of a mention, taken by a person through the desk's own HTTP."""

from operations.demo.desk import Desk, NotDone
from operations.demo.outcome import Outcome
from operations.demo.scenario import Alarm


async def take_alarm(alarm: Alarm, outcome: Outcome, desk: Desk) -> bool:
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


def on_the_topic(alarm: Alarm, outcome: Outcome) -> bool:
    """Whether any system that reads alert.changed can see that the alarm was handled."""
    name = next((name for name, number in outcome.numbers.items() if number == alarm.mention), "")
    return name in outcome.acknowledged and outcome.passed_on.get(name) == alarm.reference
