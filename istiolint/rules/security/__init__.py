"""What an attacker or an auditor would look at."""
