"""``python -m academy.serving KIND``."""

import sys

from academy import serving

serving.main(sys.argv[1])
