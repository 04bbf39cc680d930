"""Reading what is frozen, and counting what may come to be."""
