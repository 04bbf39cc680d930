"""Labels: put each label at its place on a picture; some labels may belong nowhere."""

from academy.items.kinds.labels.rules import LabelsKind

KIND = LabelsKind()
