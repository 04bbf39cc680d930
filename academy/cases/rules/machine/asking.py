"""Asking others: authorities, laboratories, colleagues, and people who may know something."""

from __future__ import annotations

from academy.cases.content.actions import Ask, Interview, Notify, Read, Tell
from academy.cases.content.parts import Answer, Request
from academy.cases.rules import craft
from academy.cases.rules.hours import DAY, starts
from academy.cases.rules.machine.custody import give
from academy.cases.rules.machine.deed import Deed
from academy.cases.rules.machine.effects import bring_about
from academy.cases.rules.machine.powers import check_power, use_power
from academy.cases.rules.machine.reach import allowed, held, known, person
from academy.cases.rules.machine.turn import Turn
from academy.cases.rules.state import Refused


def _minutes_to_notify(turn: Turn, action: Notify) -> int:
    authority = turn.case.authorities.get(action.authority)
    if authority is None:
        raise Refused("not-known")
    allowed(turn, authority.roles)
    if turn.is_so(f"notified:{action.authority}"):
        raise Refused("already")
    if not turn.holds(authority.needs):
        raise Refused("needs", authority=action.authority)
    return authority.minutes


def _notify(turn: Turn, action: Notify) -> None:
    key = action.authority
    authority = turn.case.authorities[key]
    turn.fact(f"notified:{key}")
    turn.tell("notified", f"authorities/{key}/says" if authority.says else "", authority=key)
    if authority.arrives_after is not None:
        turn.schedule(turn.clock + authority.arrives_after, "authority", key)
    bring_about(turn, authority.then)


def _minutes_to_ask(turn: Turn, action: Ask) -> int:
    request = turn.case.requests.get(action.request)
    if request is None:
        raise Refused("not-known")
    allowed(turn, request.roles)
    if turn.is_so(f"requested:{action.request}"):
        raise Refused("already")
    if not turn.holds(request.needs):
        said = f"requests/{action.request}/refusal" if request.refusal else ""
        raise Refused("needs", said=said, request=action.request)
    for key in dict.fromkeys([*request.on, *action.exhibits]):
        _check_goes_along(turn, key, action)
    return request.minutes


def _check_goes_along(turn: Turn, key: str, action: Ask) -> None:
    """Refuse an exhibit that is neither in hand and sent along, nor with an authority already."""
    if is_away(turn, key):
        return
    held(turn, key)
    if key not in action.exhibits:
        raise Refused("not-sent", exhibit=key)


def is_away(turn: Turn, key: str) -> bool:
    """Say whether an exhibit is with an authority: what is asked of another then goes on from there."""
    thing = turn.state.things.get(key)
    return thing is not None and bool(thing.holder) and thing.holder not in turn.case.seats


def _ask(turn: Turn, action: Ask) -> None:
    key = action.request
    request = turn.case.requests[key]
    turn.fact(f"requested:{key}")
    turn.learn(key)
    receiver = request.authority or key
    for exhibit in dict.fromkeys(action.exhibits):
        if not is_away(turn, exhibit):
            give(turn, exhibit, receiver, is_signed=True)
            turn.fact(f"handed:{exhibit}", f"handed:{exhibit}:{receiver}")
    turn.schedule(_answered_at(turn, request), "request", key)
    turn.tell("requested", request=key)


def _answered_at(turn: Turn, request: Request) -> int:
    if not request.next_day:
        return turn.clock + request.answers_after
    days = 1
    while (minute := days * DAY + craft.MORNING - starts(turn.case)) <= turn.clock:
        days += 1
    return minute


def _minutes_to_read(turn: Turn, action: Read) -> int:
    key = action.request
    if key not in turn.case.requests or not turn.knows(key):
        raise Refused("not-known")
    arrived = turn.state.first(f"arrived:{key}")
    if arrived is None:
        raise Refused("nothing-to-read")
    if turn.is_so(f"result:{key}") or turn.is_so(f"spoilt:{key}"):
        raise Refused("already")
    if turn.case.requests[key].commits_first and not turn.state.hypotheses:
        raise Refused("rank-first")
    return craft.READ + max(0, arrived.minute - turn.clock)


def _read(turn: Turn, action: Read) -> None:
    """Open an answer. One about what had spoilt says so, proves nothing and brings nothing about."""
    key = action.request
    request = turn.case.requests[key]
    if any(turn.state.things[each].fate == "spoilt" for each in request.on):
        turn.fact(f"spoilt:{key}")
        turn.tell(
            "answer", f"requests/{key}/{'finds_spoilt' if request.finds_spoilt else 'finds'}", request=key
        )
        return
    turn.fact(f"result:{key}")
    turn.tell("answer", f"requests/{key}/finds", request=key)
    bring_about(turn, request.then)


def _minutes_to_tell(turn: Turn, action: Tell) -> int:
    if action.to == turn.role or action.to not in turn.case.seats:
        raise Refused("nobody-there", to=action.to)
    if action.what in turn.case.requests:
        if not (turn.knows(action.what) and is_read(turn, action.what)):
            raise Refused("not-known")
    else:
        known(turn, action.what)
    if action.what in turn.state.known[action.to]:
        raise Refused("already")
    return craft.TELL


def is_read(turn: Turn, request: str) -> bool:
    """Say whether the answer to a request was opened."""
    return turn.is_so(f"result:{request}") or turn.is_so(f"spoilt:{request}")


def _tell(turn: Turn, action: Tell) -> None:
    turn.learn(action.what, action.to)
    turn.fact(f"told:{action.to}:{action.what}")
    turn.tell("told-by", role=action.to, what=action.what, by=turn.role)
    turn.tell("told", what=action.what, to=action.to)


def _minutes_to_interview(turn: Turn, action: Interview) -> int:
    topic = person(turn, action.person).topics.get(action.topic)
    if topic is None or not turn.holds(topic.needs):
        raise Refused("not-known")
    if turn.is_so(f"asked:{action.person}:{action.topic}:{action.opening.value}"):
        raise Refused("already")
    check_power(turn, action.power)
    return topic.minutes


def _interview(turn: Turn, action: Interview) -> None:
    topic = turn.case.people[action.person].topics[action.topic]
    name = f"{action.person}:{action.topic}"
    use_power(turn, action.power, action.person, turn.case.people[action.person].powers)
    turn.fact(f"asked:{action.person}", f"asked:{name}", f"asked:{name}:{action.opening.value}")
    slot = f"people/{action.person}/topics/{action.topic}"
    answer = topic.answers.get(action.opening)
    if turn.is_so(f"spoilt:{name}"):
        _says(turn, action, f"{slot}/spoilt" if topic.spoilt else "")
    elif answer is None:
        _says(turn, action, "")
    else:
        turn.fact(f"answered:{action.person}", f"answered:{name}")
        _says(turn, action, f"{slot}/answers/{action.opening.value}/says")
        _let_follow(turn, action.person, answer)


def _says(turn: Turn, action: Interview, slot: str) -> None:
    code = "says" if slot else "says-nothing"
    turn.tell(code, slot, person=action.person, topic=action.topic, opening=action.opening.value)


def _let_follow(turn: Turn, person: str, answer: Answer) -> None:
    bring_about(turn, answer.then)
    for topic in answer.spoils:
        if not turn.is_so(f"answered:{person}:{topic}"):
            turn.fact(f"spoilt:{person}:{topic}")


DEEDS = {
    Notify: Deed(_minutes_to_notify, _notify),
    Ask: Deed(_minutes_to_ask, _ask),
    Read: Deed(_minutes_to_read, _read),
    Tell: Deed(_minutes_to_tell, _tell),
    Interview: Deed(_minutes_to_interview, _interview),
}
