"""What the desk needs to know beyond what every service needs, from `DESK_*` variables."""

from datetime import timedelta
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.settings import CHECKOUT


class DeskSettings(BaseSettings):
    """The desk's own settings; read in `__main__` only."""

    model_config = SettingsConfigDict(env_prefix="DESK_", frozen=True)

    host: str = Field("127.0.0.1", description="Address to serve pages on; loopback unless a proxy stands before it.")
    port: int = Field(8400, ge=1, le=65535, description="Port to serve pages on.")
    health_port: int = Field(8413, ge=1, le=65535, description="Port of health and metrics.")
    https: bool = Field(default=False, description="True where people reach the desk by https: cookies then need it.")
    style: Path = Field(CHECKOUT / ".local" / "desk" / "desk.css", description="The compiled style sheet.")
    htmx: Path = Field(
        CHECKOUT / ".local" / "npm" / "node_modules" / "htmx.org" / "dist" / "htmx.min.js",
        description="htmx, as its package brings it.",
    )
    uplot: Path = Field(
        CHECKOUT / ".local" / "npm" / "node_modules" / "uplot" / "dist",
        description="The folder with uPlot's script and style sheet, as its package brings them.",
    )
    claim_lasts: timedelta = Field(timedelta(minutes=30), description="How long a claim stands unless renewed.")
    watch: dict[str, str] = Field(
        default={}, description="JSON: for each service to show on the Status page, the address of its health server."
    )
