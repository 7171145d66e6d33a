"""What the log of calls will say of a call: whom it concerns, whether it took effect; it is written once."""

from aiohttp import web

from deploy.sandbox.control.calls import Call
from deploy.sandbox.x.platform import PLATFORM

NO_ANSWER = 0
"""The status of a call that was never answered: its connection was gone, or was cut off, before."""

_TOOK_EFFECT = web.RequestKey("took_effect", bool)
_ACCOUNT = web.RequestKey("account", str)
_NOTED = web.RequestKey("noted", bool)


def concerns(request: web.Request, account: str) -> None:
    """Name the account that a call is about."""
    request[_ACCOUNT] = account


def takes_effect(request: web.Request) -> None:
    """What a call asks for is done, whatever will be answered."""
    request[_TOOK_EFFECT] = True


def changes_nothing(request: web.Request) -> None:
    """A call is answered well, but nothing was done."""
    request[_TOOK_EFFECT] = False


def took_effect(request: web.Request) -> bool:
    """Whether a call is known to have been done."""
    return bool(request.get(_TOOK_EFFECT, False))


def note(request: web.Request, status: int) -> None:
    """Log a call, once; unless something else is known, what was answered well took effect."""
    if request.get(_NOTED):
        return
    request[_NOTED] = True
    served = NO_ANSWER < status < web.HTTPBadRequest.status_code
    call = Call(
        method=request.method,
        path=request.path,
        query=request.query_string,
        account=request.get(_ACCOUNT),
        status=status,
        took_effect=request.get(_TOOK_EFFECT, served),
    )
    request.app[PLATFORM].calls.write(call)
