"""What triage needs to know beyond what every service needs, from `TRIAGE_*` variables."""

from datetime import time
from pathlib import Path

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
    heads: Path | None = Field(
        None, description="Folder of what was learnt from corrections; `triage/heads` in BLUELAMP_HOME unless told."
    )
    model: Path | None = Field(None, description="Folder of the built model; the one that came with it unless told.")
    places: Path | None = Field(
        None, description="Folder with a force's own places beside ours; `gazetteer import` makes it."
    )
    wait_for_model_s: float = Field(
        30.0, gt=0, description="So long labels wait for a language model that has gone; then they are made without it."
    )
    answer_s: float = Field(
        2.0, gt=0, description="The language model is started again where one message takes longer."
    )
    shed_after_s: float = Field(
        10.0, gt=0, description="Labels that are later than this are made without the language model, and again later."
    )
    heartbeat_s: float = Field(3600.0, ge=1, description="How often other systems hear that triage works, in seconds.")
    concern_text: bool = Field(
        default=False,
        description="Puts the words, personal data masked, on concern.changed: only where the contract with the "
        "platform allows other systems to have them.",
    )


class RefitSettings(BaseSettings):
    """What the nightly refit may do; weights are in authored lines."""

    model_config = SettingsConfigDict(env_prefix="TRIAGE_REFIT_", frozen=True)

    nightly: bool = Field(default=True, description="Whether triage learns by itself; by command it may in any case.")
    at: time = Field(time(3, 40), description="When, London time; in the sandbox by command only.")
    minutes: float = Field(60, gt=0, description="A refit that takes longer is ended.")
    weight: float = Field(1.0, gt=0, le=10, description="What one correction counts.")
    person_day: float = Field(40, gt=0, description="What one person's corrections of one day count at most.")
    person: float = Field(200, gt=0, description="What one person's corrections count at most together.")
    share: float = Field(0.5, gt=0, lt=1, description="The part that all corrections together may have.")
