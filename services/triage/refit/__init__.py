"""The refit: new heads from the authored lines and people's corrections. Never on the labelling path."""
