"""The state of the files and of what they say to istiolint."""
