"""The promises of shared/kafka, on a real broker; tests named `rule_N` fail when that rule is taken out."""
