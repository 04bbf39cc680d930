"""Everything that changes people: signing in, passwords, the second factor, invitations, memberships."""

from academy.accounts.service.keeping import clear_out, erase_person, make_administrator
from academy.accounts.service.passwords import (
    NUMBERS,
    change_password,
    must_take,
    request_reset,
    set_password_by_code,
)
from academy.accounts.service.people import (
    Invited,
    Preferences,
    add_membership,
    disable_person,
    enable_person,
    end_membership,
    invite,
    invite_again,
    new_person,
    print_code,
    set_preferences,
)
from academy.accounts.service.second_factor import (
    confirm_identity,
    confirm_second_factor,
    propose_second_factor,
    remove_second_factor,
    take_code,
)
from academy.accounts.service.signing_in import (
    begin_second_step,
    count_failure,
    end_second_step,
    end_session,
    forget_failures,
    mark_confirmed,
    note_refusal,
    note_wrong_sign_in,
    sign_in,
    sign_out,
    sign_out_everywhere,
    touch,
)

__all__ = [
    "NUMBERS", "Invited", "Preferences", "add_membership", "begin_second_step", "change_password", "clear_out",
    "confirm_identity", "confirm_second_factor", "count_failure", "disable_person", "enable_person", "end_membership",
    "end_second_step", "end_session", "erase_person", "forget_failures", "invite", "invite_again",
    "make_administrator", "mark_confirmed", "must_take", "new_person", "note_refusal", "note_wrong_sign_in",
    "print_code", "propose_second_factor", "remove_second_factor", "request_reset", "set_password_by_code",
    "set_preferences", "sign_in", "sign_out", "sign_out_everywhere", "take_code", "touch",
]  # fmt: skip
