"""What the pages of the bank and those of whoever takes items from it do alike."""
