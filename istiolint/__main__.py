"""``python -m istiolint``."""

from istiolint.cli import process

if __name__ == "__main__":
    process()
