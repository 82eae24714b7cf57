"""Which pods get a sidecar, and from which control plane."""
