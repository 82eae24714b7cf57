"""The bytes of the file are not text.

A file is read as UTF-8, or as UTF-16 or UTF-32 where its first bytes say so. Bytes that
are no characters there, and NUL characters, mean another encoding or a binary file.

What to do:
  Save the file as UTF-8, or exclude it.
"""

from __future__ import annotations

from istiolint.rules.api import Severity, notice

check = notice(Severity.ERROR)
