"""The guide for dashboards says what the contract says."""

import re

from shared.contracts.district_measured import DEFINITIONS, DISTRICT_MEASURED, Measured
from shared.settings import CHECKOUT

GUIDE = (CHECKOUT / "docs" / "guides" / "dashboards.md").read_text(encoding="utf-8")


def test_it_defines_every_measure_in_the_contracts_words() -> None:
    assert (
        dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", GUIDE.partition("## The measures")[2], re.MULTILINE)) == DEFINITIONS
    )


def test_its_example_is_a_measure_and_names_its_key() -> None:
    example = GUIDE.partition("```json\n")[2].partition("```")[0]
    key = DISTRICT_MEASURED.key(Measured.model_validate_json(example))
    assert key == "hastings|x|followers_growth|2026-W18"
    assert "`district|platform|measure|period`" in GUIDE
