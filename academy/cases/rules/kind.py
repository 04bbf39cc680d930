"""The case as a kind of activity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from academy.cases.content import CaseContent, plain
from academy.cases.content.keys import BY_NAME
from academy.cases.rules.knots import knots
from academy.cases.rules.starter import STARTER
from academy.courses.content import ActivityContent
from academy.courses.content.written import write_yaml
from academy.courses.kinds import Finding, References, Translate, WrittenInYaml
from academy.richtext import Shown


class CaseKind(WrittenInYaml):
    """Investigations, for the register of activity kinds."""

    name = "case"
    suffix = ".case.yaml"
    icon = "search"
    endpoint = "cases.overview"
    editor = "cases.edit"
    content = CaseContent
    starter_minutes = 30

    def write(self, content: ActivityContent) -> str:
        """Return its file: what is as usual is left out, but for what each step of the expert does."""
        written = content.model_dump(mode="json", exclude_defaults=True, context=BY_NAME)
        for step, kept in zip(_case(content).expert, written.get("expert", []), strict=False):
            kept["act"] = plain(step.act)
        return write_yaml(written)

    def starter(self, title: str) -> str:
        """Return a small case that can be played as it stands, with the words beside it that say how to go on."""
        return write_yaml({"title": title}) + STARTER

    def references(self, content: ActivityContent) -> References:
        """Return the pictures of its places, the entries of law and authorities it leans on, the lessons it sends back to."""
        case = _case(content)
        entries = [
            each.entry for part in (case.authorities, case.powers, case.charges) for each in part.values()
        ]
        return References(
            media=frozenset(place.picture.file for place in case.places.values() if place.picture),
            entries=frozenset(filter(None, entries)),
            activities=frozenset(filter(None, (each.lesson for each in case.criteria.values()))),
        )

    def findings(self, content: ActivityContent) -> list[Finding]:
        """Return the knots: what reading the case alone shows to be wrong."""
        return knots(_case(content))

    def render(self, content: ActivityContent, _translate: Translate, media: Mapping[str, Shown]) -> Any:
        """Return the addresses of the pictures by place."""
        places = _case(content).places
        return {key: media[place.picture.file].url for key, place in places.items() if place.picture}


KIND = CaseKind()


def _case(content: ActivityContent) -> CaseContent:
    return cast(CaseContent, content)  # the register pairs each kind with its own content
