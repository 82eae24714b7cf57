"""How fast istiolint is, compared with others on the same files in the same run."""
