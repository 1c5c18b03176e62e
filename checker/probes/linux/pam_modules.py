"""What the modules of Linux-PAM answer when somebody tries to sign in. Source: their own manual pages, section 8."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from checker.probes.linux.pam import FAILURE, IGNORE, SUCCESS, Step

# Services by which a person meets a login, as Debian's packages call them. Those that are not installed have no file.
LOGINS = (
    *("login", "remote", "sshd", "gdm-password", "gdm-fingerprint", "gdm-smartcard", "lightdm", "sddm", "greetd"),
    *("lxdm", "slim", "xdm", "wdm", "ly", "kde", "xrdp-sesman"),
)
# By which a locked screen opens again, and by which somebody becomes another or the administrator.
UNLOCKING = (
    *("swaylock", "i3lock", "xscreensaver", "xfce4-screensaver", "mate-screensaver", "cinnamon-screensaver", "xlock"),
    *("gnome-screensaver", "kscreenlocker", "kde-fingerprint", "hyprlock", "gtklock", "waylock", "physlock", "vlock"),
    *("ukui-screensaver-qt", "dde-lock", "su", "su-l", "sudo", "sudo-i", "polkit-1"),
)
# They ask for the password, or for what stands for it: a finger, a card, a token, an account of another computer.
_ASKING = {
    *("pam_unix", "pam_unix2", "pam_sss", "pam_sss_gss", "pam_ldap", "pam_winbind", "pam_krb5", "pam_systemd_home"),
    *(
        "pam_fprintd",
        "pam_u2f",
        "pam_pkcs11",
        "pam_p11",
        "pam_google_authenticator",
        "pam_oath",
        "pam_yubico",
        "pam_nis",
    ),
    *("pam_userdb", "pam_pwdfile", "pam_radius_auth", "pam_mysql", "pam_pgsql", "pam_ccreds", "pam_lsass", "pam_otpw"),
    *("pam_deepin_auth", "pam_deepin_authentication", "pam_kysec", "pam_kysec2", "pam_biometric", "pam_deny"),
}
# They let everybody pass and ask nothing; what they answer makes no difference, or is good for an ordinary person.
_PASSING = {
    *("pam_permit", "pam_securetty", "pam_shells", "pam_localuser", "pam_gnome_keyring", "pam_access", "pam_time"),
    *("pam_gdm", "pam_warn", "pam_debug", "pam_echo", "pam_motd", "pam_issue", "pam_mail", "pam_lastlog", "pam_limits"),
}
_SILENT = {
    *("pam_env", "pam_faildelay", "pam_nologin", "pam_group", "pam_cap", "pam_kwallet", "pam_kwallet5", "pam_selinux"),
    *("pam_loginuid", "pam_keyinit", "pam_umask", "pam_mount", "pam_ecryptfs", "pam_mkhomedir", "pam_systemd"),
    *("pam_tmpdir", "pam_apparmor", "pam_namespace", "pam_setquota", "pam_sepermit", "pam_ftp", "pam_fscrypt"),
}
_NOT_FOR_PEOPLE = {"pam_rootok", "pam_wheel"}  # good for root alone, or for becoming root
_MANNERS = ("quiet", "quiet_fail", "quiet_success", "debug", "use_uid", "audit")
COUNTING = ("pam_faillock", "pam_tally2", "pam_tally")


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody at a login. `right`: they know the password. `locked`: too many wrong ones came before.

    `name` None: anybody, an ordinary person without a group of their own; otherwise what rules about one person ask.
    """

    right: bool
    locked: bool = False
    name: str | None = None
    uid: int | None = 1000
    groups: Collection[str] = ()

    def answers(self, step: Step) -> tuple[str, ...]:
        """What a module says to it; both ways where that is not known here."""
        name = step.module
        if name in COUNTING:
            return self._counted(step)
        if name == "pam_succeed_if":
            met = self._meets(step.words)
            return (SUCCESS, FAILURE) if met is None else (SUCCESS if met else FAILURE,)
        if name == "pam_deny":
            return (FAILURE,)
        if name in _ASKING:
            return (SUCCESS if self.right else FAILURE,)
        if name in _PASSING:
            return (SUCCESS,)
        if name in _SILENT:
            return (IGNORE,)
        return (FAILURE,) if name in _NOT_FOR_PEOPLE else (SUCCESS, FAILURE)

    def _counted(self, step: Step) -> tuple[str, ...]:
        if self.locked:
            return (FAILURE,)
        return (IGNORE,) if step.module == "pam_faillock" and "authfail" in step.options else (SUCCESS,)

    def _meets(self, words: tuple[str, ...]) -> bool | None:
        """pam_succeed_if(8): ``uid >= 1000``, ``user ingroup wheel``. None: not to be told."""
        plain = [word for word in words if word.lower() not in _MANNERS]
        if len(plain) != 3:
            return None
        asked, comparison, wanted = plain
        match asked, comparison:
            case "user", "ingroup":
                return bool(set(wanted.split(":")) & set(self.groups))
            case "user", "notingroup":
                return not set(wanted.split(":")) & set(self.groups)
            case "user", "=" | "in":
                return self.name in wanted.split(":")
            case "user", "!=" | "notin":
                return self.name not in wanted.split(":")
            case "uid", _ if wanted.isdecimal() and self.uid is not None:
                return _compared(self.uid, comparison, int(wanted))
        return None


def _compared(number: int, comparison: str, wanted: int) -> bool | None:
    for words, answer in (
        (("eq", "=", "=="), number == wanted),
        (("ne", "!="), number != wanted),
        (("lt", "<"), number < wanted),
        (("le", "<="), number <= wanted),
        (("gt", ">"), number > wanted),
        (("ge", ">="), number >= wanted),
    ):
        if comparison in words:
            return answer
    return None


def known(step: Step) -> bool:
    """Whether it is known what a module does at a login."""
    return step.module in (*_ASKING, *_PASSING, *_SILENT, *_NOT_FOR_PEOPLE, *COUNTING, "pam_succeed_if")
