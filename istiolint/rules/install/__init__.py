"""Settings of an install and the resources it gives its parts."""
