"""What the user wants: configuration files and flags in, :class:`Settings` per path out."""
