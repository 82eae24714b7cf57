"""Environment variables: where they are written, and what reads them."""

from __future__ import annotations

from istiolint.install.variables import Style, Variable, variables
from istiolint.schema.variables import Known, Side
from istiolint.schema.variables import choices as variable_choices
from istiolint.schema.variables import default as variable_default
from istiolint.schema.variables import known as known_variable
from istiolint.schema.variables import misnamed as misnamed_variable
from istiolint.schema.variables import names as variable_names
from istiolint.schema.variables import on_offer as names_on_offer
from istiolint.schema.variables import type_of as variable_type

__all__ = [
    "Known",
    "Side",
    "Style",
    "Variable",
    "known_variable",
    "misnamed_variable",
    "names_on_offer",
    "variable_choices",
    "variable_default",
    "variable_names",
    "variable_type",
    "variables",
]
