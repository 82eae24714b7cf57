"""The formats there are, and that each is imported when it is asked for."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from istiolint.render import FORMATS, renderer

if TYPE_CHECKING:
    from tests.render.conftest import Make


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_renders_a_report(make: Make, name: str) -> None:
    assert isinstance(renderer(name)(make.report(), make.presentation()), str)


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_says_in_lower_case_what_it_is_good_for(name: str) -> None:
    assert FORMATS[name]
    assert not FORMATS[name].endswith(".")


def test_there_is_no_other_format() -> None:
    with pytest.raises(KeyError, match="badge"):
        renderer("badge")


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_imports_no_other_and_nothing_heavy_but_its_own(name: str) -> None:
    code = (
        "import sys; before = {*sys.modules}; from istiolint.render import renderer; "
        f"renderer({name!r}); print(*sys.modules.keys() - before)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    others = {f"istiolint.render.{other}" for other in FORMATS} - {f"istiolint.render.{name}"}
    if name == "sarif":
        others -= {"istiolint.render.json"}  # which knows how JSON is written
    assert not loaded & others
    assert not loaded & {"pygments", "unicodedata", "json", "hashlib"}


def test_paint_does_nothing_without_colour_style_or_text(make: Make) -> None:
    plain = make.presentation()
    assert plain.paint("a", "1") == "a"
    colored = make.presentation(color=True)
    assert colored.paint("a", "1") == "\x1b[1ma\x1b[0m"
    assert colored.paint("a", "") == "a"
    assert colored.paint("", "1") == ""
