"""When the chart of istiod leaves its PodDisruptionBudget out."""

import pytest
