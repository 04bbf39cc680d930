"""The blueprint that all doors of the accounts hang on, and the words of their refusals."""

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from academy.actor import Role
from academy.web.errors import say

blueprint = Blueprint(
    "accounts", "academy.accounts", url_prefix="/<locale:locale>", template_folder="templates"
)

#: What each role is called.
ROLES = {
    Role.LEARNER: _l("Learner"),
    Role.COORDINATOR: _l("Coordinator"),
    Role.TRAINER: _l("Trainer"),
    Role.AUTHOR: _l("Author"),
    Role.TRANSLATOR: _l("Translator"),
    Role.REVIEWER: _l("Reviewer"),
    Role.ADMINISTRATOR: _l("Administrator"),
}

say({
    "sign-in-wrong": _l("The call-sign and the password do not match. Look at both and try again."),
    "sign-in-wrong-last": _l("The call-sign and the password do not match. One more try, then there is a pause."),
    "sign-in-wrong-pause": _l("The call-sign and the password do not match. Wait a minute before you try again."),
    "password-wrong": _l("This is not your password. Type it again."),
    "second-factor-wrong": _l("This code is not right, or it was used before. Wait for the next code and type that."),
    "second-factor-is-set": _l("The second factor is already set up."),
    "second-factor-first": _l("Set up a second factor first."),
    "second-factor-demanded": _l("Your role needs a second factor, and this is the only one. Set up another one first."),
    "passkey-refused": _l("This passkey was not taken. Try again, or come in with your password."),
    "passkey-late": _l("That took too long, or the answer came twice. Try again."),
    "passkey-copied": _l("This passkey was not taken: it may have been copied. Remove it and tell the academy."),
    "passkeys-many": _l("You have as many passkeys as fit. Remove one first."),
    "passkeys-not-here": _l("Passkeys do not work at this address."),
    "confirm-first": _l("Show once more that it is you, then try again."),
    "code-wrong": _l("The call-sign and the code do not match, or the code is used up. Look at both and try again."),
    "password-short": _l("This password is too short. Use %(count)s characters or more: three or four words do well."),
    "password-short-beside": _l("This password is too short. Use %(count)s characters or more."),
    "password-short-alone": _l("Your password is too short to stand alone. Choose a longer one first."),
    "password-long": _l("This password is too long. Use no more than %(count)s characters."),
    "password-common": _l("Many people use this password, so it is easy to guess. Choose another one."),
    "password-own-words": _l("This password is made of your name, your call-sign or the academy’s name. Add other words."),
    "password-pattern": _l("This password repeats itself or follows the keys. Choose words that do not belong together."),
    "call-sign-malformed": _l("Use 3 to 24 letters (A to Z), digits and hyphens."),
    "call-sign-taken": _l("Somebody has this call-sign. Choose another one."),
    "latin-name-malformed": _l("Use Latin letters only, as in the passport."),
    "email-malformed": _l("This does not look like an e-mail address. Look for a missing dot or @."),
    "email-taken": _l("This address cannot be used. Leave it empty and print a code, or ask the academy."),
    "role-not-yours-to-give": _l("You cannot give this role in this agency."),
    "role-not-yours-to-take": _l("You cannot end this role: it is not yours to give either."),
    "vouch-needed": _l("This address is in no mail domain that was verified as your agency’s. Tick this if you know the person."),
    "vouch-reason-needed": _l("This agency has no coordinator who could be asked. Say why you let this person in."),
    "coordinators-decide": _l("The coordinators of this agency decide this."),
    "admission-decided": _l("Somebody has answered this already. Load the page again and look."),
    "still-at-the-door": _l("This person waits at the door. The agency’s coordinators answer first."),
    "agency-not-yours": _l("Choose an agency that you belong to."),
    "membership-over": _l("This role has ended already."),
    "leaves-before-coming": _l("This day is before the first day. Choose a later one."),
    "account-not-yours-to-close": _l("This person has roles that you cannot give. Only the academy can close the account."),
    "agency-unknown": _l("No open agency has this name."),
    "agency-cannot-take": _l("Choose another agency: this one is closed, or the person learns there already."),
    "transfer-waits": _l("A transfer of this person waits for an answer already."),
    "transfer-decided": _l("Somebody has answered this already. Load the page again and look."),
    "transfer-void": _l("This person is no longer in the agency that offered the transfer. Decline it."),
    "handed-over-already": _l("This branch is handed over already."),
    "day-is-past": _l("This day is past. Choose today or a later one."),
    "not-of-branch": _l("Choose somebody of your branch."),
    "administrator-of-academy-only": _l("Administrators belong to the academy itself. Choose the academy as agency."),
    "membership-held": _l("The person has this role there already."),
    "own-administrator-role": _l("You cannot end your own role as administrator. Another administrator can."),
    "own-account": _l("You cannot close your own account. Another administrator can."),
    "person-disabled": _l("This account is closed. Open it again first."),
    "person-without-email": _l("This person has no e-mail address. Print a code instead."),
    "account-not-yours-to-open": _l("This person has roles that you cannot give. The academy must make the code."),
})  # fmt: skip
