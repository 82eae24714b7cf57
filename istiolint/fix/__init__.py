"""Apply fixes to texts, show what they change, and write files whole."""
