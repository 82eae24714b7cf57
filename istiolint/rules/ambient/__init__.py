"""Rules about ambient mode: ztunnel, waypoints, HBONE."""
