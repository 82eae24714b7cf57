"""What is wrong is told in order, one line each."""

from __future__ import annotations

import pytest

from istiolint.config.problem import ConfigError, Problem, about_file


@pytest.mark.parametrize(
    ("problem", "line"),
    [
        pytest.param(Problem("a.yaml", 2, 5, "is odd"), "a.yaml:2:5: is odd", id="a place"),
        pytest.param(Problem("a.yaml", 0, 0, "is odd"), "a.yaml: is odd", id="a file as a whole"),
        pytest.param(
            Problem("a\n.yaml", 1, 1, 'unknown key "\x1b[31m\n"'),
            r'a\n.yaml:1:1: unknown key "\x1b[31m\n"',
            id="characters that break a line or colour a terminal",
        ),
    ],
)
def test_a_problem_is_one_line(problem: Problem, line: str) -> None:
    assert str(problem) == line


def test_an_error_holds_each_problem_once_and_in_order() -> None:
    first, second, other = (
        Problem("a", 2, 9, "first"),
        Problem("a", 10, 1, "second"),
        Problem("b", 1, 1, "other"),
    )
    error = ConfigError(other, second, first, second)
    assert error.problems == (first, second, other)
    assert str(error) == "a:2:9: first\na:10:1: second\nb:1:1: other"


def test_a_problem_may_be_about_a_file_as_a_whole() -> None:
    assert str(about_file("a.yaml", "is odd")) == "a.yaml: is odd"
