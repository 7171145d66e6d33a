"""What the log of calls will say of a call: whom it concerns, whether it took effect; it is written once."""

from aiohttp import web

from deploy.sandbox.control.calls import Call
from deploy.sandbox.x.platform import PLATFORM

NO_ANSWER = 0
"""The status of a call that was never answered: its connection was gone, or was cut off, before."""

_TOOK_EFFECT = web.RequestKey("took_effect", bool)
_ACCOUNT = web.RequestKey("account", str)
_GOES_ON = web.RequestKey("goes_on", bool)
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


def goes_on(request: web.Request) -> None:
    """A call's client is gone, but the call is still being done: who does it logs it in the end."""
    request[_GOES_ON] = True


def client_gone(request: web.Request) -> None:
    """Log a call whose client left before the answer; it may have taken effect all the same."""
    if not request.get(_GOES_ON):
        note(request, NO_ANSWER)


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
