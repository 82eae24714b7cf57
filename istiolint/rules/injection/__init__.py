"""How pods come to their sidecars."""
