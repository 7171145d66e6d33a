"""Tests: unit, contracts, broker, browser, system and of the repository itself."""
