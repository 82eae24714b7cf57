"""Gateways, and the Services and pods behind them."""
