"""Reading in the item bank."""
