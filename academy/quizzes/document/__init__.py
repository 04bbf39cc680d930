"""What quizzes write to people."""
