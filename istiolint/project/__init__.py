"""Everything in sight, indexed: what rules ask when they need to know of other files."""
