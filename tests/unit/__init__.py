"""The parts by themselves: no broker, no network, no waiting."""
