"""The checker as a program, so that no server waits for it: a case as JSON on its input, what it found on its output."""

from __future__ import annotations

import json
import sys
import time

from academy.cases.content import CaseContent
from academy.cases.rules.checking.checker import check


def main() -> None:
    """Check one case."""
    asked = json.load(sys.stdin)
    began = time.monotonic()
    checked = check(
        CaseContent.model_validate(asked["case"]), seconds=asked["seconds"], states=asked["states"]
    )
    json.dump(
        {
            "findings": [fault.kept() for fault in checked.findings],
            "states": checked.states,
            "seconds": round(time.monotonic() - began, 2),
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()
