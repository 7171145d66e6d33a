"""The repository keeps its own rules: sizes, nothing forbidden committed, generated pages current."""
