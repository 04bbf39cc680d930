"""The practical as a kind of activity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from academy.courses.content import ActivityContent
from academy.courses.content.written import read_yaml, write_yaml
from academy.courses.kinds import Finding, References, Translate
from academy.practicals.content import PracticalContent


class PracticalKind:
    """Practicals, for the register of activity kinds."""

    name = "practical"
    suffix = ".practical.yaml"
    icon = "badge"
    endpoint = "practicals.show"
    editor = "practicals.edit"
    content = PracticalContent

    def read(self, text: str) -> PracticalContent:
        """Parse a practical's file. Raises ValueError with what to mend."""
        return PracticalContent.model_validate(read_yaml(text))

    def write(self, content: ActivityContent) -> str:
        """Return the practical's file: what is as usual is left out."""
        return write_yaml(content.model_dump(mode="json", exclude_defaults=True))

    def starter(self, title: str) -> str:
        """Return a practical without a task, for its author to go on with."""
        return write_yaml({"title": title, "minutes": 30})

    def references(self, _content: ActivityContent) -> References:
        """Return nothing: a practical leans on no file."""
        return References()

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

    def units(self, _content: ActivityContent) -> list[str]:
        """Return nothing: every text of a practical is a ``Text`` field."""
        return []

    def render(self, _content: ActivityContent, _translate: Translate, _media: Mapping[str, Any]) -> Any:
        """Keep nothing beside the phrases."""
        return None


KIND = PracticalKind()
