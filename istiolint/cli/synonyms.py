"""Flags by the names that other tools have for them."""

from __future__ import annotations

import click

from istiolint.spelling import did_you_mean, question

SYNONYMS = {
    "--config-file": "--config",
    "--disable": "--ignore",
    "--dry-run": "--diff",
    "--enable": "--select",
    "--failure-threshold": "--fail-on",
    "--format": "--output-format",
    "--json": "--output-format",
    "--level": "--fail-on",
    "--min-severity": "--fail-on",
    "--no-color": "--color",
    "--only": "--select",
    "--output": "--output-format",
    "--release": "--istio-version",
    "--reporter": "--output-format",
    "--rules": "--select",
    "--severity": "--fail-on",
    "--skip": "--ignore",
    "--soft-fail": "--exit-zero",
    "--suppress": "--ignore",
    "--target-version": "--istio-version",
    "--values-file": "--values",
}
"""What ruff, yamllint, istioctl, checkov, hadolint and others call it, and what we do."""


def hint_at_flag(error: click.NoSuchOption) -> str:
    """The question for the flag of the command that is meant by one that it has not."""
    meant = SYNONYMS.get(error.option_name)
    if meant is None or error.ctx is None:
        return did_you_mean(error.option_name, error.possibilities or ())
    flags = (flag for each in error.ctx.command.params for flag in each.opts)
    return question(meant if meant in flags else None)
