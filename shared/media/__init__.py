"""Pictures: admitted by what they hold, bared of everything that they say beside it, and kept under their hash."""
