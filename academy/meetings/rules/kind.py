"""The meeting as a kind of activity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from academy.courses.content import ActivityContent
from academy.courses.content.written import read_yaml, write_yaml
from academy.courses.kinds import Finding, References, Translate
from academy.meetings.content import MeetingContent


class MeetingKind:
    """Meetings, for the register of activity kinds."""

    name = "meeting"
    suffix = ".meeting.yaml"
    icon = "people"
    endpoint = "meetings.show"
    editor = "meetings.edit"
    content = MeetingContent

    def read(self, text: str) -> MeetingContent:
        """Parse a meeting file. Raises ValueError with what to mend."""
        return MeetingContent.model_validate(read_yaml(text))

    def write(self, content: ActivityContent) -> str:
        """Return the meeting file: what is as usual is left out."""
        return write_yaml(content.model_dump(mode="json", exclude_defaults=True))

    def starter(self, title: str) -> str:
        """Return a meeting of an hour and a half in a room."""
        return write_yaml({"title": title, "minutes": 90})

    def references(self, _content: ActivityContent) -> References:
        """Return nothing: a meeting leans on no file."""
        return References()

    def findings(self, _content: ActivityContent) -> list[Finding]:
        """Return nothing: what can be read can be held."""
        return []

    def units(self, _content: ActivityContent) -> list[str]:
        """Return nothing: every text of a meeting is a ``Text`` field."""
        return []

    def render(self, _content: ActivityContent, _translate: Translate, _media: Mapping[str, Any]) -> Any:
        """Keep nothing beside the phrases."""
        return None


KIND = MeetingKind()
