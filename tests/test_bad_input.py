"""Whatever is wrong with the input is said in a line, and all else is linted as ever."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest

from tests.conftest import Folder
