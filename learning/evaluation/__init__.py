"""The evaluation: labels the test set with the service's own code and models, and reports what came of it."""
