"""Who can get into this computer, and what is asked of them. No password and no hash is ever read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from checker.model.fact import Fact


@dataclass(frozen=True, slots=True)
class EmptyPasswords(Fact):
    """Accounts that one may enter without a password, by account name.

    empty       certainly no password. Linux: no password in /etc/passwd, or state NP in ``passwd -S`` (the whole list
                needs root; everybody may ask about themselves). Windows never tells without trying, which we do not.
    passwordless  Linux: members of the group ``nopasswdlogin``, whom the login screen lets in without asking
    maybe       Windows: enabled accounts that are allowed to have no password (flag PASSWD_NOTREQD), or all enabled
                ones where the password policy accepts an empty one. The flag is no proof: accounts that have it may
                have a password all the same.
    over_network  Windows: LimitBlankPasswordUse is 0, so an account without a password can be used from elsewhere
    """

    empty: tuple[str, ...] = ()
    passwordless: tuple[str, ...] = ()
    maybe: tuple[str, ...] = ()
    over_network: bool = False


@dataclass(frozen=True, slots=True)
class AutoLogin(Fact):
    """Who is signed in when the computer starts, without anybody typing a password.

    accounts  account names; "" where the setting names none
    unasked  PAM services at which nobody is asked for a password
    stored_password  Windows: Winlogon holds a DefaultPassword in clear text. Its presence is kept, never the value.

    Sources: Windows Winlogon; Linux: every login screen and getty that is installed, services that start a session as
    a person, and what PAM asks at each login.
    """

    accounts: tuple[str, ...] = ()
    stored_password: bool = False
    unasked: tuple[str, ...] = ()


class AccountKind(StrEnum):
    GUEST = "guest"  # Windows RID 501; the guest session of a Linux login screen
    ADMINISTRATOR = "administrator"  # Windows RID 500 under its original name
    SYSTEM = "system"  # Windows RIDs 503 and 504, which are for the system's own use
    SUPERUSER = "superuser"  # Linux: uid 0, and not root
    KNOWN_NAME = "known_name"  # a name that anybody would try first, from the product's list


@dataclass(frozen=True, slots=True)
class DefaultAccount:
    name: str
    kind: AccountKind


@dataclass(frozen=True, slots=True)
class DefaultAccounts(Fact):
    """Guest, built-in and known-name accounts that can be used. Others are left out: their names concern nobody."""

    usable: tuple[DefaultAccount, ...]


@dataclass(frozen=True, slots=True)
class MaxAge:
    """After how many days one account has to change its password; 0: never."""

    name: str
    days: int


@dataclass(frozen=True, slots=True)
class PasswordPolicy(Fact):
    """What the system asks of a password. None: the system would not say; a gap says why, unless noted.

    min_length  the shortest password that is accepted; characters
    classes     how many kinds of characters (capital, small, digit, other) a password must have; 0: any will do.
                Windows: 3 where "complexity" is on, 0 where it is off; None without a gap where the API leaves it out,
                which is usual
    max_age_days  a password has to be changed after that many days; 0: never. Linux: the longest of any account
    lockout_attempts  the account is locked after that many wrong passwords; 0: never
    ages    Linux: of each account with a password; Windows has accounts whose password never expires, whatever the
            policy says: those alone, with 0
    """

    min_length: int | None
    classes: int | None
    max_age_days: int | None
    lockout_attempts: int | None
    ages: tuple[MaxAge, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnPassword(Fact):
    """What is known around the current person's own password, to help them answer a question about it.

    unchanged_days  whole days since it was last changed; None: not known (a domain account, for example)
    min_length      the shortest that the system would accept; None: not known
    """

    unchanged_days: int | None
    min_length: int | None
