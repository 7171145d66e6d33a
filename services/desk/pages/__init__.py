"""One file per screen, templates and scripts beside them; `api` has the same acts as JSON calls."""
