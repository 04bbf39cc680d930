"""What leaves the academy: letters to supervisors, and the page as a table."""
