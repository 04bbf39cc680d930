"""The production server with the planted fault in it: ``python -m tests.faults.serving production``."""

from __future__ import annotations

import sys

from academy import serving
from tests.faults.plants import plant, planted

if __name__ == "__main__":
    plant(planted())
    serving.main(sys.argv[1])
