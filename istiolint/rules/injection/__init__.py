"""Which pods get a sidecar, how they come to it, and from which control plane."""
