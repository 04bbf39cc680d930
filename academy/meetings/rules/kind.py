"""The meeting as a kind of activity."""

from __future__ import annotations

from academy.courses.kinds import WrittenInYaml
from academy.meetings.content import MeetingContent


class MeetingKind(WrittenInYaml):
    """Meetings, for the register of activity kinds."""

    name = "meeting"
    suffix = ".meeting.yaml"
    icon = "people"
    endpoint = "meetings.show"
    editor = "meetings.edit"
    content = MeetingContent
    starter_minutes = 90


KIND = MeetingKind()
