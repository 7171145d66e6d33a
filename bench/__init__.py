"""How fast the runtime is beside its peers: the same work, the same broker, one run, so that only ratios count.

`python -m bench` (`make bench`) prints a table, adds JSON lines to `bench/results/`, and ends with 1 when a ratio is
below its target (peers.py). Each peer handles the same records in one process; rounds alternate between them, so
that a busy machine slows all alike. What came out is read back and counted: a record lost, doubled or wrong fails
the run, only Faust may double.
"""
