"""What the schemas say, and whether a file can be read at all."""
