"""OAuth 1.0a as X checks it: who signed a call, found by the access token and proved by the signature."""

import time
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from oauthlib.common import Request
from oauthlib.oauth1.rfc5849.signature import collect_parameters, verify_hmac_sha1

from deploy.sandbox.control.problem import Refusal

ORIGINS = ("https://api.twitter.com", "https://api.x.com")
"""Clients sign for X's own hosts, old and new, wherever a test sends the call; the address called is good as well."""

APP_KEY, APP_SECRET = "x_app_key", "x_app_secret"
TOKEN, TOKEN_SECRET = "x_access_token_", "x_access_token_secret_"
"""In the folder of secrets: the app's two, and two for every account."""

CLOCKS_APART_S = 300
"""X refuses a timestamp that is further from its own clock than this."""


@dataclass(frozen=True)
class Grant:
    """What an account has granted the app: a token and its secret."""

    token: str
    secret: str


@dataclass(frozen=True)
class Call:
    """What of a call is signed."""

    method: str
    origin: str
    path: str
    query: str
    authorization: str


class Keys:
    """The app's key and what accounts granted it, read anew for every call: a file that goes is a grant revoked."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def signer(self, call: Call) -> str:
        """The id of the user whose token signed a call; refused with 401 where anything is wrong with it."""
        given = collect_parameters(call.query, headers={"Authorization": call.authorization})
        said: dict[str, str] = {name: value for name, value in given if name.startswith("oauth_")}
        token = said.get("oauth_token", "")
        user, dash, _ = token.partition("-")
        if not dash or not user.isdigit() or not said.get("oauth_nonce"):
            raise unauthorised()
        if self._guarded():
            self._verify(call, given, said)
        return user

    def _guarded(self) -> bool:
        return (self._folder / APP_KEY).is_file() or any(self._grants())

    def _verify(self, call: Call, given: Collection[tuple[str, str]], said: Mapping[str, str]) -> None:
        grant = next((each for each in self._grants() if each.token == said["oauth_token"]), None)
        if (
            grant is None
            or not grant.secret
            or said.get("oauth_consumer_key") != self._read(APP_KEY)
            or not _timely(said)
        ):
            raise unauthorised()
        signature = dict(
            collect_parameters(headers={"Authorization": call.authorization}, exclude_oauth_signature=False)
        )
        for origin in (*ORIGINS, call.origin):
            request = Request(f"{origin}{call.path}", call.method)
            request.params, request.signature = list(given), signature.get("oauth_signature", "")
            if verify_hmac_sha1(request, self._read(APP_SECRET), grant.secret):
                return
        raise unauthorised()

    def _grants(self) -> Iterator[Grant]:
        for file in self._folder.glob(f"{TOKEN}*"):
            if not file.name.startswith(TOKEN_SECRET):
                account = file.name.removeprefix(TOKEN)
                yield Grant(self._read(file.name), self._read(TOKEN_SECRET + account))

    def _read(self, name: str) -> str:
        file = self._folder / name
        return file.read_text(encoding="utf-8").strip() if file.is_file() else ""


def unauthorised() -> Refusal:
    """X does not say what is wrong with a token or a signature."""
    return Refusal(401, "Unauthorized", "Unauthorized")


def _timely(said: Mapping[str, str]) -> bool:
    stamp = said.get("oauth_timestamp", "")
    return stamp.isdigit() and abs(time.time() - int(stamp)) <= CLOCKS_APART_S
