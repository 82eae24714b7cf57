"""The file is larger than anything that configures a mesh.

Files above 32 MiB are not read: no API server takes an object of more than 1.5 MiB.

What to do:
  Split the file, or exclude it.
"""

from __future__ import annotations

from istiolint.rules.api import Severity, notice

check = notice(Severity.ERROR)
