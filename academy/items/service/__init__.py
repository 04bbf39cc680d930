"""Writing in the item bank."""
