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
    "email-malformed": _l("This does not look like an e-mail address. Look for a missing dot or @."),
    "email-taken": _l("This address cannot be used. Leave it empty and print a code, or ask the academy."),
    "role-not-yours-to-give": _l("You cannot give this role in this agency."),
    "administrator-of-academy-only": _l("Administrators belong to the academy itself. Choose the academy as agency."),
    "membership-held": _l("The person has this role there already."),
    "own-administrator-role": _l("You cannot end your own role as administrator. Another administrator can."),
    "own-account": _l("You cannot close your own account. Another administrator can."),
    "person-disabled": _l("This account is closed. Open it again first."),
    "person-without-email": _l("This person has no e-mail address. Print a code instead."),
    "account-not-yours-to-open": _l("This person has roles that you cannot give. The academy must make the code."),
})  # fmt: skip
