"""Lessons: pages of text and pictures, with a question to check oneself, and the reader's own country's law."""
