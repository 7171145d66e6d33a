"""Everything that speaks to Kafka: exactly-once loops, writers, followers, and the rules that keep them true.

transform  records in, records out, exactly once          relay    the same at least once, without a transaction
writer     records out: in transactions, or idempotent    follow   state folded from topics, without a group
topics     topics as the contracts say                    metrics  every number that is counted
"""
