"""Certificates in Secrets, ConfigMaps and webhooks, and who signs them."""
