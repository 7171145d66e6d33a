"""What the services share: contracts, rules, the Kafka runtime, and small things of one idea each."""
