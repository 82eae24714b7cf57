"""What there is to lint: which files, their text, and what each of them is."""
