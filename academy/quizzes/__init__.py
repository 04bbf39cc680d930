"""Quizzes: items answered one by one, every answer saved as it is given, marked by the server."""
