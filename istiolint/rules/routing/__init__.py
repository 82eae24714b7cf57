"""Where requests are sent."""
