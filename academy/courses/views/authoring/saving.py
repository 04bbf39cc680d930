"""What the settings pages share: a save that may be refused, what others saved meanwhile, conditions and their choices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, SelectField

from academy.courses import rules
from academy.courses.content import Condition
from academy.courses.forms import ConditionTree, in_words, is_pressed, track_name, tree_from, tree_of
from academy.courses.forms.conditions import KINDS
from academy.courses.forms.wording import ROLES, TRACKS
from academy.courses.queries import desk as desk_queries
from academy.courses.queries.drafts import Draft
from academy.courses.service.outlines import TREE
from academy.errors import Conflict, DomainError, Invalid
from academy.web.access import actor
from academy.web.errors import say
from academy.web.forms import Form

say({
    "settings-moved-on": _l(
        "Somebody else changed this while you had it open. What you typed is still here, and below it says what is "
        "saved now. Save again if yours shall stand."
    ),
    "slug-taken": _l("Another module or activity of this course has this name."),
    "courses-circle": _l("These courses would wait for each other in a circle: %(path)s."),
    "rows-not-in-order": _l("Something is not in order yet. Its row says what to mend."),
})  # fmt: skip


class Saving:
    """One go at saving a form: a refusal is put into the form, and the page is shown again.

    ``with saving: verb(…)``; afterwards ``is_done`` or the ``status`` of the page.
    """

    def __init__(self, form: Form) -> None:
        self.form = form
        self.is_done = False
        self.is_stale = False

    def __enter__(self) -> Saving:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        error: BaseException | None,
        _trace: TracebackType | None,
    ) -> bool:
        """Take a refusal of the verb; anything else goes on."""
        if error is None:
            self.is_done = True
            return False
        if not isinstance(error, Conflict | Invalid):
            return False
        self.is_stale = isinstance(error, Conflict)
        self.form.refuse(error)
        return True

    @property
    def status(self) -> int:
        """The status of the page that is shown again."""
        if self.is_stale:
            return Conflict.status
        return Invalid.status if self.form.errors else 200


@dataclass(frozen=True)
class Choices:
    """What a condition may ask for: (value, words) of each kind."""

    #: Module → the module itself and its activities.
    parts: list[tuple[str, list[tuple[str, str]]]]
    courses: list[tuple[str, str]]
    roles: list[tuple[str, str]]
    tracks: list[tuple[str, str]]

    @property
    def titles(self) -> dict[str, str]:
        """Titles of activities and modules by slug."""
        return {slug: title for _module, inside in self.parts for slug, title in inside}


@dataclass(frozen=True)
class Asking:
    """A tree of conditions on a page, with what it may ask for."""

    tree: ConditionTree
    choices: Choices

    @property
    def said(self) -> str:
        """The clause learners read, of what is in order."""
        return self.tree.in_words(self.choices.titles, dict(self.choices.courses))

    @property
    def written(self) -> dict[str, Any] | None:
        """The condition as drafts keep it; ask for it once ``parsed`` found nothing wrong."""
        found = self.tree.parsed()
        return found.model_dump(mode="json") if found is not None else None


def asking(
    prefix: str, condition: Condition | None, choices: Choices, *, kinds: tuple[str, ...] = tuple(KINDS)
) -> Asking:
    """Return the tree as it was sent, or as it is saved."""
    tree = tree_from(prefix, request.form, kinds=kinds) if request.method == "POST" else tree_of(prefix, condition, kinds=kinds)  # fmt: skip
    return Asking(tree, choices)


def choices_in(draft: Draft, *, but: str = "") -> Choices:
    """Return what conditions in a course may ask for; ``but`` is the slug of what asks."""
    parts = [
        (
            module.settings["title"],
            [
                (slug, title)
                for slug, title in (
                    (module.slug, module.settings["title"]),
                    *((each.slug, each.title) for each in draft.activities_of(module)),
                )
                if slug != but
            ],
        )
        for module in draft.modules
    ]
    courses = {
        slug: title
        for slug, title in desk_queries.known_courses(actor()).items()
        if slug != draft.course.slug
    }
    tracks = dict.fromkeys([*TRACKS, *desk_queries.tracks()])
    return Choices(
        parts, list(courses.items()), [(role, str(name)) for role, name in ROLES.items()],
        [(each, track_name(each)) for each in tracks],
    )  # fmt: skip


def is_ready(form: Form, *trees: Asking, pressed: Iterable[str] = ()) -> bool:
    """Say whether a form was sent to be saved and everything typed in it is in order."""
    if not form.is_submitted() or any(is_pressed(each.tree.prefix, request.form) for each in trees):
        return False
    if any(f"{prefix}-do" in request.form for prefix in pressed):
        return False
    is_valid = form.validate()
    for each in trees:
        each.tree.parsed()
    if any(each.tree.is_wrong for each in trees):
        form.refuse(Invalid("rows-not-in-order"))
        return False
    return bool(is_valid)


def renew(
    form: Form, now: Mapping[str, Any], names: Iterable[str], choices: Choices
) -> list[tuple[str, str]]:
    """Let a refused form be saved over what is saved now, and return what that is where it differs from the form."""
    form["seen"].data = rules.seal(now, names)
    found = [
        (str(field.label.text), _shown(field, now[field.name]))
        for field in form
        if field.name in now and _plain(field.data) != _plain(now[field.name])
    ]
    for name, label in (("requires", _("Opens")), ("completion", _("Complete"))):
        if name in now:
            found.append((label, _clause(now[name], choices)))
    return found


def refuse_rows(form: Form) -> None:
    """Say above a form that one of its rows is not in order."""
    refusal: DomainError = Invalid("rows-not-in-order")
    form.refuse(refusal)


def _clause(written: object, choices: Choices) -> str:
    if not written:
        return str(_("without a condition"))
    return in_words(TREE.validate_python(written), choices.titles, dict(choices.courses))


def _plain(value: object) -> str:
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def _shown(field: Field, value: object) -> str:
    if isinstance(field, BooleanField):
        return str(_("Yes")) if value else str(_("No"))
    if isinstance(field, SelectField):
        labels = {str(key): label for key, label, *_rest in field.iter_choices()}
        return str(labels.get(str(value), value) or "–")
    return _plain(value) or "–"
