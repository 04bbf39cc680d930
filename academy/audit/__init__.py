"""Who did what to what, and when. Rows carry ids and field names, never values; they are only ever added.
Batches of rows are sealed into a chain of digests, so that a changed, lost or moved row is found.
"""
