"""The keys with which the sandbox's accounts post: the app's, and a token that each account has granted it."""

import secrets
from collections.abc import Iterator
from pathlib import Path

from deploy.sandbox.x.accounts import load_accounts
from shared.registry import load_registry

RANDOM_BYTES = 32
"""Nobody guesses as many; X's own keys are about as long."""

APP = ("x_app_key", "x_app_secret")
"""The app's two."""


def keys(registry: Path) -> Iterator[tuple[str, str]]:
    """Each key's file name and a new value; an account that the stand-in does not have gets none.

    A token begins with the number by which the platform knows its user, as X's do: by it one tells whose it is.
    """
    yield from ((name, secrets.token_hex(RANDOM_BYTES)) for name in APP)
    users = {each.handle.lower(): each.id for each in load_accounts()}
    for account in load_registry(registry).accounts.values():
        if account.platform == "x" and (user := users.get(account.handle.lower())) is not None:
            yield f"x_access_token_{account.id}", f"{user}-{secrets.token_hex(RANDOM_BYTES)}"
            yield f"x_access_token_secret_{account.id}", secrets.token_hex(RANDOM_BYTES)
