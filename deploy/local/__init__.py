"""Everything on this machine: real Kafka, the services, the desk and the stand-ins, from packages alone."""
