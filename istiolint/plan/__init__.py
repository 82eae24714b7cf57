"""What the manifests ask of a cluster: resources by number of pods, APIs, kernel modules."""
