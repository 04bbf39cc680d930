"""People: who they are, how they sign in and prove it, and which roles they hold in which agency."""
