"""What an officer got wrong comes back to her, at growing intervals, until it stays. Optional, and never graded."""
