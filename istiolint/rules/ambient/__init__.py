"""Ambient mode: ztunnel, waypoints and what asks for them."""
