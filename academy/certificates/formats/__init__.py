"""Files that leave the academy with many certificates in them."""
