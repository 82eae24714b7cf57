"""Traces, metrics and access logs."""
