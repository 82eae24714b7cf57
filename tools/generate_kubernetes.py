"""Write ``schemas/kubernetes.json``: the types and kinds of Kubernetes.

    python -m tools.generate_kubernetes [--output DIR]

The facts are in the package ``kubernetes-validate`` (``pip install .[generate]``) and in
``tools/schemas/kubernetes_words.py``.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from tools.generate_schemas import ROOT, text
from tools.schemas.kubernetes import kubernetes


def main(arguments: list[str] | None = None) -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--output", type=Path, default=ROOT / "schemas")
    options = parser.parse_args(arguments)
    path = options.output / "kubernetes.json"
    path.write_text(text(kubernetes()) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
