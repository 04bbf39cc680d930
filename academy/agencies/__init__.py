"""Countries, agencies and units: the tree that scope follows. The academy itself is the root; a country's
agencies stand below it, their units below them.
"""
