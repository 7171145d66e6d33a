"""The pages that follow from the contracts: `python -m deploy.docs` writes them, with --check it compares."""
