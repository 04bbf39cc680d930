"""Long work that outlives its worker: rows ask for it, a worker of the machine carries it out slice by slice.

The wish is a row of the academy's own database, so it is made and called off in the same write unit as everything
else. A worker (``worker``) looks for such rows every second and carries each out as a durable workflow (``durable``),
which remembers how far it is in a store of its own. That store can be lost: the rows say what is still to be done.
"""

from academy.jobs.job import Job, Waiting

__all__ = ["Job", "Waiting"]
