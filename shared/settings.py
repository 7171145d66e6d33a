"""Settings that every service has; each service adds its own in its settings.py, and only `__main__` reads them."""

import sys
from pathlib import Path
from typing import Annotated, Self, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.errors import Misconfigured
from shared.exits import PERSON

CHECKOUT = Path(__file__).resolve().parent.parent
"""Where this product lies: its own data files are found from here, not from the folder one happens to stand in."""

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

SettingsT = TypeVar("SettingsT", bound=BaseSettings)


HIGHEST_PORT = 65_535


def _servers(given: str) -> str:
    """The list as it is; a client would try a wrong one for ever, and say nothing."""
    for server in given.split(","):
        host, _, port = server.strip().rpartition(":")
        if not (host and port.isascii() and port.isdigit() and 1 <= int(port) <= HIGHEST_PORT) or set(host) & set(
            "/ @"
        ):
            message = f"{server.strip()!r} is no host:port; give one or more, like 127.0.0.1:8401, comma-separated"
            raise ValueError(message)
    return given


class CommonSettings(BaseSettings):
    """What a process of Blue Lamp needs to know of its surroundings, from `BLUELAMP_*` variables."""

    model_config = SettingsConfigDict(env_prefix="BLUELAMP_", frozen=True)

    kafka: Annotated[str, AfterValidator(_servers)] = Field(
        "127.0.0.1:8401", description="Bootstrap servers of Kafka, host:port, comma-separated."
    )
    home: Path = Field(CHECKOUT / ".local" / "run", description="Folder for data and logs of this installation.")
    registry: Path = Field(CHECKOUT / "deploy" / "force", description="Folder with the force's registry.")
    secrets: Path = Field(CHECKOUT / ".local" / "run" / "secrets", description="Folder with one file for each secret.")
    media: Path = Field(
        default_factory=lambda given: given["home"] / "media",
        description="Folder with the pictures of posts; shared by desk and publisher; `media` in home unless told.",
    )
    sandbox: bool = Field(default=False, description="True where every platform is a stand-in on this machine.")
    x_origin: str = Field("https://api.x.com", description="Where X's API is; the stand-in's address in the sandbox.")
    health_host: str = Field("127.0.0.1", description="Where health and metrics are served; loopback unless told.")
    replication: int = Field(1, ge=1, le=7, description="Copies of each topic; 3 in production.")

    @model_validator(mode="after")
    def _sandbox_stays_here(self) -> Self:
        host = urlsplit(self.x_origin).hostname or ""
        neighbour = host and not set(host) & set(".:")  # a container beside this one: no platform's name has no dot
        if self.sandbox and host not in LOOPBACK and not neighbour:
            message = (
                "BLUELAMP_SANDBOX is on, but BLUELAMP_X_ORIGIN names a real platform; "
                "switch the sandbox off, or give the stand-in's address"
            )
            raise ValueError(message)
        return self

    def secret(self, name: str) -> str:
        """The secret in the file of that name; raises Misconfigured where it is missing or empty."""
        file = self.secrets / name
        try:
            value = file.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise Misconfigured(
                f"The secret {name} cannot be read from {file}: {error.strerror}.",
                remedy="Put it there, readable for this service alone, or set BLUELAMP_SECRETS.",
            ) from error
        if not value:
            raise Misconfigured(f"The secret file {file} is empty.", remedy="Put the secret into it.")
        return value


def read_settings(settings: type[SettingsT]) -> SettingsT:
    """The settings from the environment; ends the process with one clear line for each that is wrong."""
    try:
        return settings()
    except ValidationError as error:
        for problem in error.errors(include_url=False, include_context=False):
            name = "_".join(str(part) for part in problem["loc"])
            variable = f"{settings.model_config.get('env_prefix', '')}{name}".upper() if name else error.title
            given = f" (given: {problem['input']!r})" if name and problem["type"] != "missing" else ""
            sys.stderr.write(f"Setting {variable}: {problem['msg']}{given}\n")
        sys.stderr.write("Nothing was started; correct the variables above.\n")
        raise SystemExit(PERSON) from None
