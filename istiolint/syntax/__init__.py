"""YAML text to a tree that knows its spans. The rest of the program never sees ruamel."""
