"""What is added to proxies: plugins and patches of their configuration."""
