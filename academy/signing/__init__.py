"""The academy's signing keys, kept beside the database and never in it."""
