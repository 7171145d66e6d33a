"""Tests of how pictures are admitted and kept."""
