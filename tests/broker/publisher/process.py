"""The publisher as a process of its own, on the real topics and beside the stand-in of X."""

import asyncio
from contextlib import AbstractAsyncContextManager

from tests.support.sandbox import XStandIn
from tests.support.services import service


def publisher(
    bootstrap: str, x: XStandIn, port: int, **more: str
) -> "AbstractAsyncContextManager[asyncio.subprocess.Process]":
    settings = {
        "BLUELAMP_KAFKA": bootstrap,
        "BLUELAMP_SANDBOX": "true",
        "BLUELAMP_SECRETS": str(x.secrets),
        "BLUELAMP_X_ORIGIN": x.origin,
        "PUBLISHER_HEALTH_PORT": str(port),
    }
    return service("services.publisher", **settings, **more)
