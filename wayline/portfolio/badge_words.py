"""What a check of a credential found, in plain words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wayline.portfolio.badges.findings import Code, Finding, Outcome, Verdict

Text = str | Promise
_l = gettext_lazy

OUTCOMES: dict[Outcome, Text] = {
    Outcome.GOOD: _l("Unchanged and valid, but who issued it is not confirmed"),
    Outcome.UNCHECKED: _l("Not everything could be checked"),
    Outcome.BAD: _l("Do not rely on this credential"),
}
GENUINE = _l("This credential is genuine")
SENTENCES: dict[Code, Text] = {
    Code.NOT_READABLE: _l("The file or text could not be read: %(reason)s."),
    Code.TOO_LARGE: _l("The file is too large for a credential (%(size)s bytes)."),
    Code.NO_CREDENTIAL: _l("The picture holds no credential."),
    Code.CONTEXT_MISSING: _l("It does not name the vocabulary %(wanted)s, which every such credential must name."),
    Code.CONTEXT_UNKNOWN: _l("It could not be checked: it uses the vocabulary %(name)s, which is not held here."),
    Code.CONTEXT_OLD: _l("It uses an older edition of the vocabulary of Open Badges: %(stated)s."),
    Code.MODEL_OLD: _l("It follows the first edition of the standard for credentials (VC 1.1)."),
    Code.KIND_UNKNOWN: _l("It does not say that it is an Open Badge, an endorsement or the like. It says: %(stated)s."),
    Code.FIELD_MISSING: _l("Something is missing that every credential must say: %(place)s."),
    Code.FIELD_WRONG: _l("Something is written in a way that the standard does not allow: %(place)s."),
    Code.TYPE_WRONG: _l("At %(place)s it says “%(stated)s”, where the standard asks for “%(expected)s”."),
    Code.STRUCTURE_RIGHT: _l("It says everything that the standard for Open Badges 3.0 asks for."),
    Code.NOT_YET_VALID: _l("It is not valid yet: only from %(date)s."),
    Code.EXPIRED: _l("It is no longer valid: it ran out on %(date)s."),
    Code.WITHIN_DATES: _l("It is valid since %(since)s, and has not run out."),
    Code.NO_PROOF: _l("It is not signed, so anybody could have written it."),
    Code.PROOF_UNSUPPORTED: _l("It carries a signature of a kind that could not be checked: %(kind)s."),
    Code.PROOF_OLD: _l("It is signed in an older way: %(kind)s."),
    Code.PROOF_WRONG: _l("Its signature is not one for credentials, or no longer valid (%(name)s)."),
    Code.KEY_UNUSABLE: _l("The key it names is no key: %(key)s (%(reason)s)."),
    Code.KEY_METHOD_UNKNOWN: _l("It names its key in a way that checkers of Open Badges do not know: %(method)s."),
    Code.KEY_UNREACHABLE: _l("The signature could not be checked: the key lies on the network, at %(address)s."),
    Code.KEY_UNLISTED: _l("The issuer does not list the key %(key)s, or trusts it no longer."),
    Code.KEY_FOREIGN: _l("It says that %(issuer)s issued it, but it is signed with a key of %(controller)s."),
    Code.KEY_SELF_STATED: _l(
        "The key came with the credential itself. That shows that nothing was changed since it was signed; that "
        "%(issuer)s signed it could not be checked without the network."
    ),
    Code.KEY_IS_NAME: _l(
        "Its issuer is known by a key only. Who stands behind the key is not shown: anybody can make one."
    ),
    Code.ISSUER_KNOWN: _l("The key is that of the issuer: %(issuer)s."),
    Code.SIGNATURE_RIGHT: _l("Nothing was changed since it was signed (%(kind)s)."),
    Code.SIGNATURE_WRONG: _l("The signature does not fit: it was changed after signing, or somebody else signed it."),
    Code.NOT_WHAT_WAS_SIGNED: _l("It says something that its signature does not cover: %(place)s."),
    Code.STATUS_NONE: _l("It names no list of revoked credentials, so its issuer cannot revoke it."),
    Code.STATUS_CLEAR: _l("Its issuer has not revoked it."),
    Code.REVOKED: _l("Its issuer has revoked it."),
    Code.SUSPENDED: _l("Its issuer has suspended it for now."),
    Code.STATUS_UNREACHABLE: _l(
        "Whether it was revoked could not be checked: the list lies on the network, at %(address)s."
    ),
    Code.STATUS_UNSUPPORTED: _l("Whether it was revoked could not be checked: a list of the kind %(kind)s."),
    Code.STATUS_WRONG: _l(
        "Whether it was revoked could not be checked: the list at %(address)s is not in order (%(reason)s)."
    ),
    Code.SCHEMA_UNREACHABLE: _l("It names further rules that lie on the network and were not applied: %(address)s."),
    Code.MANY_ENDORSEMENTS: _l("It holds %(all)s endorsements, of which %(checked)s were checked."),
}


def heading(verdict: Verdict) -> str:
    """The judgement in a line. Genuine is only what is known to come from its issuer."""
    if verdict.outcome is Outcome.GOOD and verdict.is_vouched_for:
        return str(GENUINE)
    return str(OUTCOMES[verdict.outcome])


def sentence(finding: Finding) -> str:
    text = str(SENTENCES[finding.code]) % finding.facts
    if not finding.endorsement:
        return text
    return _("Endorsement %(number)s within it: %(text)s") % {"number": finding.endorsement, "text": text}


GROUPS: dict[Outcome, Text] = {
    Outcome.BAD: _l("What is wrong"),
    Outcome.UNCHECKED: _l("What could not be checked"),
    Outcome.GOOD: _l("What is right"),
    Outcome.NOTE: _l("Good to know"),
}
