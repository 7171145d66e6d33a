"""`python -m deploy.local.run`: what `make run` does after the set-up."""

import signal
import sys
import time
from argparse import ArgumentParser, Namespace
from types import FrameType

from deploy.local.layout import Layout
from deploy.local.run import endpoints, ground, leftovers
from deploy.local.run.session import Session, Stopping, say
from shared.errors import BlueLampError
from shared.settings import read_settings

SHOWN = ("officer", "approver", "supervisor", "it")
"""Whom a newcomer is offered to sign in as; endpoints.json has more."""


def parser() -> ArgumentParser:
    """The arguments, as `make run ARGS=…` passes them."""
    arguments = ArgumentParser(prog="make run", description="Starts everything on this machine.")
    arguments.add_argument("--no-demo", action="store_true", help="start empty, without the demo's scenario")
    arguments.add_argument("--speed", type=float, default=1.0, help="stretch (0.5) or squeeze (4) the demo's times")
    return arguments


def main(argv: list[str]) -> int:
    """Runs until Ctrl-C; exit status 1, with one clear message, when it could not start or go on."""
    arguments = parser().parse_args(argv)
    layout = read_settings(Layout)
    try:
        with ground.one_at_a_time(layout):
            _clear(layout)
            return _run(layout, arguments)
    except BlueLampError as error:
        say(f"\n{error}")
    except KeyboardInterrupt:
        say("\nStopped before anything was started.")
    except OSError as error:
        say(f"\n{error.strerror}: {error.filename}. Free space or mend its permissions, then start again.")
    return 1


def _clear(layout: Layout) -> None:
    """Whatever an earlier run that was killed left, and then the ground for this one."""
    if found := leftovers.end(layout):
        say(f"Ended {len(found)} processes that an earlier run of {layout.home} left behind.")
    endpoints.remove(layout)
    ground.check_space(layout)
    ground.check_ports(layout)
    ground.prepare_folders(layout)


def _run(layout: Layout, arguments: Namespace) -> int:
    begun = time.monotonic()
    session = Session(layout)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        session.asked_to_stop = True

    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, stop)
    say(f"Starting Blue Lamp in {layout.home} …")
    try:
        lacking = session.start()
        _welcome(layout, time.monotonic() - begun, lacking)
        if not arguments.no_demo:
            session.play_demo("--speed", str(arguments.speed))
        session.run()
    except Stopping:
        pass
    finally:
        say("\nStopping …")
        session.stop()
        say("Stopped. Data stay in " + str(layout.home) + "; the next start goes on from there.")
    return 0


def _welcome(layout: Layout, seconds: float, lacking: list[str]) -> None:
    links = endpoints.sign_in_links(layout)
    width = max(len(each) for each in SHOWN)
    lines = [f"  {each:<{width}}  {links[each]}" for each in SHOWN]
    how = (
        f"Ready in {seconds:.1f} s" if not lacking else "\n".join(["Started, but", *(f"  {each}" for each in lacking)])
    )
    say(f"\n{how}\n\nThe desk is at {layout.desk}. Sign in as")
    say("\n".join(lines) + "\n\nNothing here leaves this machine. Ctrl-C stops everything.\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
