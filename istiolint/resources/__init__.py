"""Kubernetes and Istio objects, and how Istio reads what they say."""
