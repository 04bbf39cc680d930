"""Everything behind one certificate, packed for a court."""
