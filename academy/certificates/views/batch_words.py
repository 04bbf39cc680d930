"""The words of batches: what they refuse, and why something in them was left out."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from academy.certificates.forms import REASONS
from academy.certificates.models import Batch
from academy.web.errors import say

say(
    {
        "second-person-needed": _l("Whoever proposed it cannot agree to it. A second person decides."),
        "batch-moved-on": _l("Somebody has decided otherwise meanwhile. Load the page again and look."),
        "batch-empty": _l("There is nothing to do for this choice."),
        "name-not-chosen": _l(
            "No name was chosen for print. The holder claims the certificate, or chooses a name in the account."
        ),
        "holder-erased": _l("The person has been erased."),
        "document-missing": _l("The document is not there any more."),
        "document-damaged": _l("The stored document is damaged. Tell the academy."),
        "unforeseen": _l("It could not be printed. Tell the academy."),
    }
)


def reason_words(batch: Batch) -> LazyString | str:
    """Return why a batch decides what it does, in words."""
    return REASONS.get(batch.reason, batch.reason)
