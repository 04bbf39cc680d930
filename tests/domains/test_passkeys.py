"""Passkeys and recovery codes: what is taken once, what is never taken, what goes with a person."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from academy import clock, db
from academy.accounts import queries, service
from academy.accounts.models import Passkey, PasskeyChallenge, Person, RecoveryCode
from academy.accounts.rules.passkeys import Party
from academy.audit.models import AuditEvent
from academy.db import session
from academy.errors import Conflict, Invalid, NotFound
from tests.conftest import SECRET
from tests.passkeys import DOMAIN, ORIGIN, PRESENT, Authenticator
from tests.world import World

AT = clock.now()
PARTY = Party(DOMAIN, ORIGIN)


def give(world: World, person: Person, device: Authenticator, name: str = "Phone") -> Passkey:
    """Let a person add a passkey."""
    with db.writing():
        options = service.begin_adding(person=person, party=PARTY, issuer="Academy", at=AT)
    with db.writing():
        return service.add_passkey(
            person=person, name=name, answer=device.make(options), party=PARTY, by=world.actor(person), at=AT
        )


def ask(person: Person | None) -> str:
    """Return what an authenticator is asked."""
    with db.writing():
        return service.begin_proving(person=person, party=PARTY, at=AT)


def prove(person: Person | None, answer: str, *, minutes: float = 0) -> Person:
    """Answer, and return who that proves to be."""
    with db.writing():
        return service.prove(
            person=person, answer=answer, party=PARTY, at=AT + timedelta(minutes=minutes)
        ).person


def verbs() -> list[str]:
    return list(session.scalars(select(AuditEvent.verb)))


def test_a_passkey_is_added_and_opens_alone_and_after_the_password(world: World) -> None:
    device = Authenticator()
    kept = give(world, world.amina, device)
    assert (kept.name, kept.sign_count) == ("Phone", 0)
    assert world.actor(world.amina).has_second_factor
    assert prove(None, device.use(ask(None))).id == world.amina.id
    assert prove(world.amina, device.use(ask(world.amina))).id == world.amina.id
    assert session.scalars(select(Passkey.last_used_at)).one() == AT
    assert "add-passkey" in verbs()
    assert session.scalars(select(PasskeyChallenge)).all() == []


def test_who_is_asked_for_a_new_passkey_need_not_offer_one_she_has(world: World) -> None:
    device = Authenticator()
    give(world, world.amina, device)
    with db.writing():
        asked = json.loads(service.begin_adding(person=world.amina, party=PARTY, issuer="Academy", at=AT))
    assert len(asked["excludeCredentials"]) == 1
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    assert asked["authenticatorSelection"]["residentKey"] == "required"
    with pytest.raises(Invalid), db.writing():
        answer = device.make(json.dumps(asked))
        service.add_passkey(
            person=world.amina, name="x", answer=answer, party=PARTY, by=world.actor(world.amina), at=AT
        )


Lie = Callable[[Authenticator], None]


@pytest.mark.parametrize(
    "lie",
    [
        lambda device: setattr(device, "origin", "https://evil.example"),
        lambda device: setattr(device, "domain", "evil.example"),
        lambda device: setattr(device, "flags", PRESENT),
        lambda device: setattr(device, "flags", 0),
    ],
    ids=["wrong origin", "wrong party", "nobody verified", "nobody there"],
)
def test_a_lie_is_not_taken(world: World, lie: Lie) -> None:
    device, liar = Authenticator(), Authenticator()
    give(world, world.amina, device)
    lie(device)
    lie(liar)
    with pytest.raises(Invalid, match="passkey-refused"):
        prove(None, device.use(ask(None)))
    with pytest.raises(Invalid, match="passkey-refused"):
        give(world, world.amina, liar)


def test_an_answer_is_taken_once_and_within_five_minutes(world: World) -> None:
    device = Authenticator()
    give(world, world.amina, device)
    answer = device.use(ask(None))
    prove(None, answer)
    with pytest.raises(Invalid, match="passkey-late"):
        prove(None, answer)
    with pytest.raises(Invalid, match="passkey-late"):
        prove(None, device.use(ask(None)), minutes=5)


def test_an_answer_to_another_question_is_not_taken(world: World) -> None:
    """A challenge belongs to one ceremony and to one person."""
    device = Authenticator()
    give(world, world.amina, device)
    with db.writing():
        adding = service.begin_adding(person=world.amina, party=PARTY, issuer="Academy", at=AT)
    for person, asked in ((None, ask(world.amina)), (world.amina, ask(None)), (None, adding)):
        with pytest.raises(Invalid, match="passkey-late"):
            prove(person, device.use(asked))
    fresh = Authenticator()
    fresh.handle = world.amina.id.bytes
    asked = json.loads(adding) | {"challenge": json.loads(ask(world.amina))["challenge"]}
    with pytest.raises(Invalid, match="passkey-late"), db.writing():
        service.add_passkey(
            person=world.amina, name="x", answer=fresh.make(json.dumps(asked)), party=PARTY, by=world.actor(world.amina), at=AT
        )  # fmt: skip


def test_somebody_elses_passkey_proves_nothing(world: World) -> None:
    hers, anothers = Authenticator(), Authenticator()
    give(world, world.amina, hers)
    give(world, world.dina, anothers)
    with pytest.raises(Invalid, match="passkey-refused"):
        prove(world.amina, anothers.use(ask(world.amina)))
    forged = Authenticator(credential_id=hers.credential_id, handle=hers.handle)
    with pytest.raises(Invalid, match="passkey-refused"):
        prove(world.amina, forged.use(ask(world.amina)))
    hers.handle = world.dina.id.bytes
    with pytest.raises(Invalid, match="passkey-refused"):
        prove(None, hers.use(ask(None)))
    kept = session.scalars(select(Passkey.id).where(Passkey.person_id == world.amina.id)).one()
    with pytest.raises(NotFound):
        queries.passkey_for(world.actor(world.dina), kept)


def test_a_counter_that_goes_back_is_refused_and_written_down(world: World) -> None:
    device = Authenticator(count=7)
    kept_id = give(world, world.amina, device).id
    for count in (7, 6, 0):
        device.count = count
        answer = device.use(ask(None))
        with pytest.raises(Invalid, match="passkey-copied") as refused:
            prove(None, answer)
        with db.writing():
            service.note_refused_passkey(answer=answer, refusal=refused.value, at=AT)
        device.count = 99
        with pytest.raises(Invalid, match="passkey-late"):
            prove(None, answer)
    noted = session.scalars(select(AuditEvent).where(AuditEvent.verb == "passkey-counter-went-back")).all()
    assert [each.object_id for each in noted] == [str(kept_id)] * 3
    device.count = 8
    prove(None, device.use(ask(None)))


def test_a_closed_account_has_no_passkey(world: World) -> None:
    device = Authenticator()
    give(world, world.amina, device)
    with db.writing():
        session.get_one(Person, world.amina.id).disabled_at = AT
    with pytest.raises(Invalid, match="passkey-refused"):
        prove(None, device.use(ask(None)))


@pytest.mark.only("sqlite")
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_else_comes_is_refused(world: World, data: st.DataObject) -> None:
    """An answer that is cut, changed or nonsense is a refusal, never a failure."""
    device = Authenticator()
    answer = json.loads(device.make(_adding(world)))
    part = data.draw(st.sampled_from(["clientDataJSON", "attestationObject"]))
    junk = st.one_of(
        st.text(max_size=40), st.none(), st.integers(), st.dictionaries(st.text(max_size=3), st.none(), max_size=2)
    )  # fmt: skip
    text = answer["response"][part]
    place = data.draw(st.integers(0, len(text) - 1))
    cut = text[:place] + data.draw(st.sampled_from(["", "A", "_w", "!"])) + text[place + 1 :]
    answer["response"][part] = data.draw(st.one_of(st.just(cut), st.just(text[:place]), junk))
    sent = data.draw(
        st.one_of(st.just(json.dumps(answer)), st.text(max_size=20), junk.map(lambda each: json.dumps(each)))
    )
    try:
        with db.writing():
            service.add_passkey(
                person=world.amina, name="x", answer=sent, party=PARTY, by=world.actor(world.amina), at=AT
            )
            raise Invalid("taken")
    except Invalid:
        session.rollback()


def _adding(world: World) -> str:
    with db.writing():
        return service.begin_adding(person=world.amina, party=PARTY, issuer="Academy", at=AT)


def test_the_last_second_factor_of_a_role_that_demands_one_stays(world: World) -> None:
    boris = session.get_one(Person, world.boris.id)
    with pytest.raises(Invalid, match="second-factor-demanded"), db.writing():
        service.turn_off_app(person=boris, by=world.actor(boris), at=AT)
    kept = give(world, boris, Authenticator())
    with db.writing():
        service.turn_off_app(person=session.get_one(Person, boris.id), by=world.actor(boris), at=AT)
    with pytest.raises(Invalid, match="second-factor-demanded"), db.writing():
        service.remove_passkey(passkey=session.get_one(Passkey, kept.id), by=world.actor(boris), at=AT)
    assert world.actor(session.get_one(Person, boris.id)).has_second_factor
    with db.writing():
        service.remove_second_factor(
            person=session.get_one(Person, boris.id), by=world.actor(world.ada), at=AT
        )
    session.expire_all()
    assert not world.actor(session.get_one(Person, boris.id)).has_second_factor


def codes_of(world: World, person: Person) -> list[str]:
    with db.writing():
        return service.make_recovery_codes(person=person, secret_key=SECRET, by=world.actor(person), at=AT)


def take(person: Person, code: str) -> None:
    with db.writing():
        service.take_code(person=session.get_one(Person, person.id), code=code, secret_key=SECRET, at=AT)


def test_a_recovery_code_opens_once_and_new_ones_void_the_old(world: World) -> None:
    codes = codes_of(world, world.boris)
    assert len(set(codes)) == 10
    take(world.boris, codes[0])
    take(world.boris, codes[1].replace("-", " "))
    for wrong in (codes[0], codes[0].replace("-", ""), "0000-0000-0000-0000", "123456", ""):
        with pytest.raises(Invalid, match="second-factor-wrong"):
            take(world.boris, wrong)
    assert queries.factors_of(world.boris).recovery_left == 8
    with pytest.raises(Invalid, match="second-factor-wrong"):
        take(world.carla, codes[2])
    codes_of(world, world.boris)
    with pytest.raises(Invalid, match="second-factor-wrong"):
        take(world.boris, codes[3])
    assert queries.factors_of(world.boris).recovery_left == 10
    assert verbs().count("use-recovery-code") == 2


def test_recovery_codes_stand_in_for_something_and_go_with_it(world: World) -> None:
    with pytest.raises(Conflict, match="second-factor-first"):
        codes_of(world, world.amina)
    kept = give(world, world.amina, Authenticator())
    codes = codes_of(world, world.amina)
    kept_digests = session.scalars(select(RecoveryCode.code_digest)).all()
    assert not any(code in digest for code in codes for digest in kept_digests)
    with db.writing():
        amina = world.actor(world.amina)
        service.remove_passkey(passkey=session.get_one(Passkey, kept.id), by=amina, at=AT)
    with pytest.raises(Invalid):
        take(world.amina, codes[0])
    assert session.scalars(select(RecoveryCode)).all() == []


def test_erasing_and_clearing_out_leave_nothing(world: World) -> None:
    give(world, world.amina, Authenticator(), name="Amina’s phone")
    codes_of(world, world.amina)
    ask(world.amina)
    assert "Amina’s phone" in str(queries.personal_data(world.amina.id))
    with db.writing():
        service.erase_person(person_id=world.amina.id, at=AT)
    for kind in (Passkey, PasskeyChallenge, RecoveryCode):
        assert session.scalars(select(kind)).all() == []
    ask(None)
    with db.writing():
        service.clear_out(at=AT + timedelta(minutes=6))
    assert session.scalars(select(PasskeyChallenge)).all() == []
