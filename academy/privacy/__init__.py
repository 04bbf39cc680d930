"""What is kept of a person, across every domain: her copy of it, and its erasure. Each domain that holds
something is registered as a holder; a ledger of erasures is replayed after a restore, so that nobody who was
erased comes back with a backup.
"""
