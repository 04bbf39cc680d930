"""What capstones write to people."""
