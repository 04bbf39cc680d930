"""The practical as a kind of activity."""

from __future__ import annotations

from typing import cast

from academy.courses.content import ActivityContent
from academy.courses.kinds import Finding, WrittenInYaml
from academy.practicals.content import PracticalContent


class PracticalKind(WrittenInYaml):
    """Practicals, for the register of activity kinds."""

    name = "practical"
    suffix = ".practical.yaml"
    icon = "badge"
    endpoint = "practicals.show"
    editor = "practicals.edit"
    content = PracticalContent
    starter_minutes = 30

    def findings(self, content: ActivityContent) -> list[Finding]:
        """Say what is not written yet, and where nobody has thought of safety."""
        practical = cast(PracticalContent, content)  # the register pairs each kind with its own content
        found = [] if practical.task else [Finding("no-task")]
        if not practical.criteria:
            found.append(Finding("no-criteria"))
        found.extend(
            Finding("empty-criterion", values=(("number", number),))
            for number, each in enumerate(practical.criteria, start=1)
            if not each.text
        )
        if not practical.safety:
            found.append(Finding("no-safety", blocks=False))
        return found


KIND = PracticalKind()
