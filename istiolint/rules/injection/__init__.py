"""Who gets a sidecar, and what annotations and labels say about it."""
