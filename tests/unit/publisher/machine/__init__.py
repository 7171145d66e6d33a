"""One account, its people and its platform, moved about in any order, beside a simple model of what may happen."""
