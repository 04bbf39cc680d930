"""What is written for a person: her copy of her data, and the letter before her account is erased."""
