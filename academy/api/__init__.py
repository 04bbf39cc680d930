"""What an agency's own systems may read of its people: enrolments, results and certificates as JSON. Every token reads one
branch, in the scopes it was given, until it expires or is revoked; the document that describes it all is served with it.
"""
