"""What triage needs to know beyond what every service needs, from `TRIAGE_*` variables."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class TriageSettings(BaseSettings):
    """Triage's own settings; read in `__main__` only."""

    model_config = SettingsConfigDict(env_prefix="TRIAGE_", frozen=True)

    health_port: int = Field(8412, ge=1, le=65_535, description="Port of health and metrics, on loopback.")
    accept_bad_records: bool = Field(
        default=False,
        description="For one start: however many records in a row are bad, they go to the dead letters and labelling "
        "goes on.",
    )
    concern_text: bool = Field(
        default=False,
        description="Puts the words, personal data masked, on concern.changed: only where the contract with the "
        "platform allows other systems to have them.",
    )
