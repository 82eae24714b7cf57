"""One file per rule, in the folder of its category. See :mod:`istiolint.rules.api`."""
