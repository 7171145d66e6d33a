"""What ingest needs to know beside the common settings, from `INGEST_*` variables; durations are in seconds."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class IngestSettings(BaseSettings):
    """The defaults are for X itself, as its documentation asks."""

    model_config = SettingsConfigDict(env_prefix="INGEST_", frozen=True)

    health_port: int = Field(8411, ge=1, le=65_535, description="Port of health and metrics, on loopback.")
    queue: int = Field(10_000, ge=1, description="Signals that may wait for Kafka before the stream is read no more.")
    batch: int = Field(500, ge=1, description="Signals that one transaction takes at most.")
    checkpoint_every: float = Field(5, gt=0, description="How often an idle source's progress is written.")
    report_every: float = Field(30, gt=0, description="How often each account's state is reported when it stays.")

    silence: float = Field(21, gt=0, description="Without a byte for so long, the stream is taken for dead.")
    rules_take: float = Field(20, ge=0, description="Until a new rule is in effect everywhere.")
    search_lag: float = Field(35, ge=0, description="How far search is behind, with a margin.")
    search_overlap: float = Field(120, ge=0, description="How much further back than the gap is searched.")
    search_every: float = Field(40, gt=0, description="Between two searches while something may be missing.")
    search_spacing: float = Field(5, gt=0, description="Between two searches at least, whatever happens.")
    search_reach: float = Field(7 * 86_400 - 300, gt=0, description="How far back search can see, with a margin.")
    first_reach: float = Field(3_600, ge=0, description="How far back the very first start looks.")
    look_again: float = Field(180, gt=0, description="After a gap was closed, it is searched once more: indexes lag.")
    cross_check: float = Field(300, gt=0, description="How often search is asked whether the stream withholds posts.")
    stream_grace: float = Field(60, gt=0, description="A post that the stream has not given by then was withheld.")

    broken_step: float = Field(0.25, gt=0, description="Added to the wait for every broken connection in a row.")
    broken_most: float = Field(16, gt=0, description="The longest such wait.")
    http_first: float = Field(5, gt=0, description="Wait after a refusal; doubled for each in a row.")
    http_most: float = Field(320, gt=0, description="The longest such wait.")
    limit_first: float = Field(60, gt=0, description="Wait when X counts too many connections; doubled as well.")
    limit_most: float = Field(900, gt=0, description="The longest such wait.")
    refused: float = Field(300, gt=0, description="Between two tries with a key that X does not accept.")
    settled: float = Field(60, gt=0, description="A connection that lived so long ends all counting of failures.")


class SandboxIngestSettings(IngestSettings):
    """The defaults beside a stand-in on the same machine: nothing there takes as long as at X."""

    silence: float = 12
    rules_take: float = 0
    search_lag: float = 1
    search_overlap: float = 10
    search_every: float = 1.5
    search_spacing: float = 0.3
    look_again: float = 10
    cross_check: float = 20
    stream_grace: float = 5
    http_first: float = 0.5
    http_most: float = 5
    limit_first: float = 1
    limit_most: float = 10
    refused: float = 5
    settled: float = 5
