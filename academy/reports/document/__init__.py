"""What reports write to people."""
