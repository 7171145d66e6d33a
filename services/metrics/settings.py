"""What the two processes of metrics need to know beside the common settings, from `METRICS_*` variables."""

from decimal import Decimal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class SamplerSettings(BaseSettings):
    """The sampler's; durations are in seconds, prices those of X's price list for pay-per-use of autumn 2026."""

    model_config = SettingsConfigDict(env_prefix="METRICS_", frozen=True)

    sampler_health_port: int = Field(8415, ge=1, le=65_535, description="Port of health and metrics, on loopback.")
    period: float = Field(900, gt=0, description="Between two counts of followers, and of posts on their first day.")
    report_every: float = Field(30, gt=0, description="How often each account's state is reported when it stays.")
    retry_first: float = Field(5, gt=0, description="Wait after X failed to answer; doubled for each in a row.")
    retry_most: float = Field(900, gt=0, description="The longest such wait.")
    refused: float = Field(300, gt=0, description="Between two tries with a key that X does not accept.")
    usd_per_user: Decimal = Field(
        Decimal("0.010"), ge=0, description="What X charges for reading an account, once in a UTC day (docs.x.com)."
    )
    usd_per_post: Decimal = Field(
        Decimal("0.005"), ge=0, description="What X charges for reading a post, once in a UTC day (docs.x.com)."
    )
    accept_bad_records: bool = Field(
        default=False,
        description="For one start: however many records in a row are bad, they go to the dead letters and counting "
        "goes on.",
    )


class SandboxSamplerSettings(SamplerSettings):
    """The defaults beside a stand-in on the same machine: people watch the counts grow."""

    period: float = 4  # X looks up accounts 300 times in 15 minutes: one every 3 s would use them up
    report_every: float = 5
    retry_first: float = 0.5
    retry_most: float = 3
    refused: float = 3


class AggregatorSettings(BaseSettings):
    """The aggregator's."""

    model_config = SettingsConfigDict(env_prefix="METRICS_", frozen=True)

    aggregator_health_port: int = Field(8416, ge=1, le=65_535, description="Port of health and metrics, on loopback.")
    accept_bad_records: bool = Field(
        default=False,
        description="For one start: however many records in a row are bad, they go to the dead letters and adding up "
        "goes on.",
    )
