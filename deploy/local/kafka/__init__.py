"""One Apache Kafka node in KRaft mode: formatted once, started, waited for, stopped cleanly, its data kept."""
