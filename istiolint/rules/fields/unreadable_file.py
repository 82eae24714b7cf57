"""The file is there but cannot be read.

The message has the operating system's reason. The run goes on with the other files and
ends with exit status 2.

What to do:
  Give read permission, or exclude the file.
"""

from __future__ import annotations

from istiolint.rules.api import Severity, notice

check = notice(Severity.ERROR)
