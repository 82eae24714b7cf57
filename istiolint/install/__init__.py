"""What configures one control plane: layers of settings, and what they add up to."""
