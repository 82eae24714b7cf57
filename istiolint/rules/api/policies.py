"""Authorization policies and tokens."""

from __future__ import annotations

from istiolint.project.policies import (
    action_of,
    default_denials,
    names_identity,
    token_policies,
    whole_mesh,
)

__all__ = [
    "action_of",
    "default_denials",
    "names_identity",
    "token_policies",
    "whole_mesh",
]
