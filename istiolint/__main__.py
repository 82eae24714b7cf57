"""``python -m istiolint``."""

from istiolint.cli import main

if __name__ == "__main__":
    main()
