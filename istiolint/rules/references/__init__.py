"""References to objects that should exist."""
