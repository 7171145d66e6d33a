"""Who calls: the app with its bearer token, or an account that signed with the token it granted the app."""

from collections.abc import Collection

from aiohttp import web

from deploy.sandbox.control.problem import Refusal
from deploy.sandbox.x.platform import Platform
from deploy.sandbox.x.post import Named
from deploy.sandbox.x.signature import Call, unauthorised

APP_ONLY, USER_CONTEXT = "Application-Only", "User Context"
"""X's own names of the two ways to call."""

SIGNER = web.RequestKey("signer", Named)
"""The account that signed a call."""

TOKEN_FILE = "x_bearer_token"  # noqa: S105 - the name of a file
"""In the folder of secrets; where it is missing, every token is good."""


def check_caller(request: web.Request, platform: Platform, allowed: Collection[str]) -> None:
    """Find out who calls; refused with 401 where that is not proved, with 403 where they may not call this."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    match scheme.lower():
        case "bearer":
            _check_token(platform, token)
            way = APP_ONLY
        case "oauth":
            request[SIGNER] = _signer(request, platform)
            way = USER_CONTEXT
        case _:
            raise unauthorised()
    if way not in allowed:
        raise Refusal(
            403,
            "Unsupported Authentication",
            f"Authenticating with {way} is not possible here; this call takes: {', '.join(allowed)}.",
            "unsupported-authentication",
        )


def _check_token(platform: Platform, token: str) -> None:
    file = platform.settings.secrets / TOKEN_FILE
    expected = file.read_text(encoding="utf-8").strip() if file.is_file() else token
    if not token or token != expected:
        raise unauthorised()


def _signer(request: web.Request, platform: Platform) -> Named:
    path, _, query = request.raw_path.partition("?")
    call = Call(request.method, str(request.url.origin()), path, query, request.headers["Authorization"])
    user = platform.users.by_id(int(platform.keys.signer(call)))
    if user is None:
        raise unauthorised()
    return Named(user.id, user.username)
