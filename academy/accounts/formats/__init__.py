"""Lists of people as files."""
