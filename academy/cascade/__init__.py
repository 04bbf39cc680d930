"""The cascade: graduates who train colleagues at home, what comes of it, and what they committed themselves to."""
