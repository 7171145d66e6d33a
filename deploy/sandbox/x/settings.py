"""Settings of the stand-in of X, from the environment."""

import sys
from pathlib import Path
from typing import Literal

from pydantic import AliasChoices, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

CHECKOUT = Path(__file__).resolve().parents[3]
"""Data lie beside the product where BLUELAMP_HOME does not say otherwise, wherever one happens to stand."""

PORT_OFFSET = 3
"""The stand-in's place among the ports that BLUELAMP_PORT_BASE moves."""


class Settings(BaseSettings):
    """How this stand-in runs (`BLUELAMP_*`) and behaves (`SANDBOX_X_*`); durations are in seconds."""

    model_config = SettingsConfigDict(env_prefix="SANDBOX_X_", frozen=True, populate_by_name=True)

    home: Path = Field(CHECKOUT / ".local" / "run", validation_alias=AliasChoices("BLUELAMP_HOME"))
    secrets: Path = Field(CHECKOUT / ".local" / "run" / "secrets", validation_alias=AliasChoices("BLUELAMP_SECRETS"))
    port_base: int = Field(8400, ge=1, le=65_000, validation_alias=AliasChoices("BLUELAMP_PORT_BASE"))
    host: str = Field("127.0.0.1", description="Where it listens; loopback unless told otherwise.")
    port: int | None = Field(None, ge=1, le=65_535, description="Its port; BLUELAMP_PORT_BASE + 3 where not given.")

    field_names: Literal["2.166", "2.167"] = Field(
        "2.166", description="Which OpenAPI version's field names it speaks."
    )
    keep_alive: float = Field(10, gt=0, le=20, description="Silence on a stream after which an empty line is sent.")
    connections: int = Field(1, ge=1, description="Streams open at a time; a plan of X allows 1 or 2.")
    second_connection: Literal["refuse", "replace"] = Field(
        "refuse",
        description="Whether one stream too many gets 429 or takes the oldest one's place: X is said to do both.",
    )
    ghost: float = Field(0, ge=0, description="How long a stream whose client is gone still counts as open.")
    buffer: int = Field(5_000, ge=1, description="Lines that a slow reader may lag behind before it is dropped.")
    rule_delay: float = Field(0, ge=0, description="How long a new rule takes to match; X needs up to 20 s.")
    rule_cap: int = Field(1_000, ge=1, description="Rules an app may have.")
    rule_length: int = Field(1_024, ge=1, description="Characters of a rule; 2,048 on an Enterprise plan.")
    query_length: int = Field(512, ge=1, description="Characters of a search; 4,096 on an Enterprise plan.")
    search_lag: float = Field(0.5, ge=0, description="How long a new post is missing from search; X needs about 30 s.")
    duplicate_window: float = Field(
        86_400, ge=0, description="How long an account may not post the same text again; X does not say how long."
    )
    media_expires: float = Field(86_400, gt=0, description="How long a picture waits for a post that shows it.")
    replies: Literal["summoned", "anybody"] = Field(
        "summoned",
        description="Whom an account may answer: on X's smaller plans only who mentioned it, and itself.",
    )
    too_long: Literal[400, 403] = Field(
        403, description="What a text over 280 is answered with: X is seen to answer with both."
    )
    window: float = Field(900, gt=0, description="The window of the rate limits.")
    limits: dict[str, int] = Field(
        {},
        description='Calls in a window, or of the app in a day, by endpoint, in JSON: {"search": 5, "post_24hour": 9}.',
    )

    @property
    def listens_on(self) -> int:
        """The port."""
        return self.port if self.port is not None else self.port_base + PORT_OFFSET


def read_settings() -> Settings:
    """The settings from the environment; ends the process with one line for each that is wrong."""
    try:
        return Settings()
    except SettingsError as error:
        sys.stderr.write(f"Setting SANDBOX_X_LIMITS: {error}; give JSON\n")
    except ValidationError as error:
        for problem in error.errors(include_url=False, include_context=False):
            name = str(problem["loc"][0]) if problem["loc"] else ""
            variable = name if name.isupper() else f"SANDBOX_X_{name.upper()}"
            sys.stderr.write(f"Setting {variable}: {problem['msg']} (given: {problem['input']!r})\n")
    raise SystemExit(78)  # EX_CONFIG of sysexits.h: starting again will not help
