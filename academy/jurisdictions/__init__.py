"""What differs by country: who is called, who may act, what the law says. Each entry has a source and a date;
one that nobody has verified says so on the page.
"""
