"""Alerts: whether they can fire, in time, and watch what breaks a mesh."""
