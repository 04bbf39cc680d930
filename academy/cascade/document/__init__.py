"""What the cascade writes to people."""
