"""Doors. Every route bears a mark that says who may open it; without one the application does not start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ParamSpec, TypeVar, cast

from flask import Flask, Response, abort, current_app, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import LoginManager, UserMixin, current_user

from academy import clock, db
from academy.actor import Actor, Role
from academy.errors import Conflict, Forbidden

P = ParamSpec("P")
R = TypeVar("R")

#: Requests that change nothing; the session stays a reading one.
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
#: How fresh "last seen" is kept: one of the three bookkeeping writes a GET may cause.
LAST_SEEN_EVERY = timedelta(minutes=5)


@dataclass(frozen=True)
class Access:
    """Who may open a door."""

    kind: str
    roles: tuple[Role, ...] = ()
    step_up: bool = False
    #: What a program's token must be good for, behind a door for programs.
    scope: str = ""
    #: Whether it opens, too, to whoever holds none of the roles and teaches a cohort as its guest.
    for_guests: bool = False

    def __str__(self) -> str:
        """Describe the door as the doors list prints it."""
        if self.scope:
            return f"token for {self.scope}"
        who = " | ".join(role.value for role in self.roles) or self.kind
        who += " | guest trainer" if self.for_guests else ""
        return f"{who} + second factor" if self.step_up else who


@dataclass
class SignedIn(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """What Flask-Login knows of a request's person."""

    actor: Actor
    token: str
    last_seen_at: datetime
    #: Its person went away from the screen; until she has proved again who she is it opens nothing.
    is_locked: bool = False
    is_authenticated: bool = field(default=True, init=False)

    def __post_init__(self) -> None:
        """Count whoever is locked as nobody."""
        self.is_authenticated = not self.is_locked

    def get_id(self) -> str:
        """Return the opaque token of the session; the cookie never names a person."""
        return self.token


@dataclass(frozen=True)
class Doorkeeper:
    """What the doors ask of the floors above: find a session's person, note that she is here."""

    find: Callable[[str, str, datetime], SignedIn | None]
    touch: Callable[[SignedIn, datetime], None]
    #: Notes a refused door in the audit trail.
    refused: Callable[[Actor, str, datetime], None]
    #: Whether somebody has no second factor although a role of hers that opens a door demands one.
    lacks_second_factor: Callable[[Actor, tuple[Role, ...]], bool]
    #: Whether somebody teaches a cohort as its guest, without being a trainer.
    is_guest: Callable[[Actor], bool]


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a door that anyone may open."""
    return _marked(view, Access("public"))


def signed_in(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a door for anyone who is signed in."""
    return _marked(view, Access("signed in"))


def allow(
    *roles: Role, step_up: bool = False, guests: bool = False
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a door for people who hold one of ``roles`` somewhere; the queries behind it decide where.

    With ``step_up`` she must also have proved who she is, with her second factor, a short while ago. With ``guests`` it
    opens to whoever teaches a cohort as its guest, too: for pages of that cohort.
    """
    return lambda view: _marked(view, Access("roles", roles, step_up, for_guests=guests))


def for_programs(scope: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a door for programs that show a token good for ``scope``; nobody's session opens it."""
    return lambda view: _marked(view, Access("token", scope=scope))


def prepares(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a writing view that does slow work first and opens the write unit itself (``db.begin_writing``)."""
    view.prepares = True  # type: ignore[attr-defined]
    return view


def access_of(view: Callable[..., Any]) -> Access | None:
    """Return a view's mark, if it bears one."""
    return getattr(view, "access", None)


def actor() -> Actor:
    """Return who is acting behind a door for signed-in people."""
    return cast(Actor, g.actor)


def visitor() -> Actor | None:
    """Return who is acting behind a public door, if she is signed in."""
    return cast("Actor | None", g.get("actor"))


def locked_out() -> Actor | None:
    """Return whose session is locked in this browser: for the doors of the lock and for nothing else."""
    found = cast(SignedIn, current_user)
    return found.actor if getattr(found, "is_locked", False) else None


def arrived_at() -> datetime:
    """Return when this request came, before it waited for its turn to write: what is just goes by this."""
    return cast(datetime, g.arrived_at)


def way_back() -> str:
    """Return where to go on afterwards: this page, or the page a refused form stood on."""
    if request.method in SAFE_METHODS:
        return request.full_path.rstrip("?")
    referrer = request.referrer or ""
    return (
        referrer.removeprefix(request.host_url.rstrip("/")) if referrer.startswith(request.host_url) else ""
    )


def use_doors(app: Flask, keeper: Doorkeeper) -> None:
    """Hang the doors: find the actor before each request and let her in or not."""
    manager = LoginManager(app)
    manager.session_protection = None  # our sessions are bound to the browser on the server
    manager.user_loader(lambda token: keeper.find(token, request.headers.get("User-Agent", ""), clock.now()))
    app.before_request(lambda: _open(keeper))


def check_doors(app: Flask) -> None:
    """Refuse to start with an unmarked route. Raises RuntimeError naming it."""
    bare = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if access_of(app.view_functions[rule.endpoint]) is None
    ]
    if bare:
        raise RuntimeError(
            f"these routes bear no access mark (@public, @signed_in, @allow): {sorted(set(bare))}"
        )


def _marked(view: Callable[P, R], access: Access) -> Callable[P, R]:
    view.access = access  # type: ignore[attr-defined]
    return view


def _open(keeper: Doorkeeper) -> ResponseReturnValue | None:
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None:
        return None  # no such page: the error handlers answer
    g.arrived_at = clock.now()
    g.actor = _find_actor(keeper)
    door = cast(Access, access_of(view))
    if (answer := _answer_at(door, keeper)) is not None:
        return answer
    if request.method not in SAFE_METHODS and not getattr(view, "prepares", False):
        db.begin_writing()
    return None


def _find_actor(keeper: Doorkeeper) -> Actor | None:
    if not current_user.is_authenticated:
        return None
    found = cast(SignedIn, current_user)
    if clock.now() - found.last_seen_at >= LAST_SEEN_EVERY:
        g.setdefault("bookkeeping", []).append(lambda: keeper.touch(found, clock.now()))
    return found.actor


def _answer_at(door: Access, keeper: Doorkeeper) -> ResponseReturnValue | None:
    """Return what stops the visitor at ``door``, or None where she may enter."""
    if door.kind in ("public", "token"):
        return None
    if g.actor is None:
        return _ask_to_sign_in()
    if door.roles and not g.actor.has(*door.roles):
        if door.for_guests and keeper.is_guest(g.actor):
            return None
        who, where = g.actor, request.endpoint or ""
        g.setdefault("bookkeeping", []).append(lambda: keeper.refused(who, where, clock.now()))
        raise Forbidden("role-missing")
    if door.roles and keeper.lacks_second_factor(g.actor, door.roles):
        return _without_second_factor()
    if door.step_up and not g.actor.is_stepped_up(clock.now()):
        return redirect(url_for("accounts.confirm", next=way_back()))
    return None


def ask_to_set_up(afterwards: str) -> str:
    """Say why a second factor comes first, and return the page that sets it up and leads on to ``afterwards``."""
    flash(_("Your role needs a second factor. Set it up first; it takes two minutes."), "info")
    return url_for("accounts.second_factor", next=afterwards or None)


def _without_second_factor() -> ResponseReturnValue:
    if request.headers.get("X-Requested-With"):
        raise Conflict("second-factor-first")
    return redirect(ask_to_set_up(way_back()))


def _ask_to_sign_in() -> Response | ResponseReturnValue:
    if request.headers.get("X-Requested-With"):
        abort(401)
    if locked_out():
        return redirect(url_for("accounts.locked"))
    return redirect(url_for("accounts.sign_in", next=way_back()))
