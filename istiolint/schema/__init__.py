"""What Istio knows in each release: the data files, and checks against them."""
