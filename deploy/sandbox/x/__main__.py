"""`python -m deploy.sandbox.x`: the stand-in of X in the foreground, until it is told to stop."""

import logging
import sys

from aiohttp import web

from deploy.sandbox.control.state import StateUnusable
from deploy.sandbox.x.app import make_app
from deploy.sandbox.x.platform import Platform
from deploy.sandbox.x.settings import read_settings

SHUTDOWN_S = 3
"""Streams are told to end first; calls that take longer than this are cut off."""


def main() -> int:
    """Serve; the exit status is 1 where the stand-in could not start."""
    settings = read_settings()
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s", stream=sys.stderr)
    try:
        web.run_app(
            make_app(Platform(settings)),
            host=settings.host,
            port=settings.listens_on,
            handler_cancellation=True,
            shutdown_timeout=SHUTDOWN_S,
            access_log=None,
            print=lambda *_: logging.getLogger(__name__).info("X stand-in on port %d", settings.listens_on),
        )
    except StateUnusable as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except OSError as error:
        sys.stderr.write(
            f"The stand-in of X cannot listen on {settings.host}:{settings.listens_on}: {error.strerror}. "
            "Set BLUELAMP_PORT_BASE or SANDBOX_X_PORT to a free port.\n"
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
