"""Reading capstones: those of attempts, what waits for marks, how far markers agree, what is kept of people."""

from academy.capstones.queries.personal import personal_data

__all__ = ["personal_data"]
