"""The closed vocabularies of records, as enumerations whose values are the words people type."""

from __future__ import annotations

from enum import StrEnum


class Qualifier(StrEnum):
    """How a source hedges a number."""

    EXACTLY = "exactly"
    ABOUT = "about"
    AT_LEAST = "at least"
    MORE_THAN = "more than"
    UP_TO = "up to"
    LESS_THAN = "less than"


class Certainty(StrEnum):
    """What kind of statement a number is; `asked` covers a question and a rhetorical figure."""

    COUNT = "count"
    ESTIMATE = "estimate"
    PROJECTION = "projection"
    ASKED = "asked"


class Direction(StrEnum):
    """That a number is a change and not a level."""

    INCREASE = "increase"
    DECREASE = "decrease"


class Statistic(StrEnum):
    """What a number is among others of its kind; an average is a mean unless its source says more."""

    MEAN = "mean"
    MEDIAN = "median"
    RANK = "rank"


class Operation(StrEnum):
    """How the inputs of a working were put together."""

    SUM = "sum"
    PRODUCT = "product"
    RATIO = "ratio"
    DIFFERENCE = "difference"
    SHARE = "share"


class Working(StrEnum):
    """How far the maker of a figure shows how it was made."""

    REDOABLE = "redoable"
    EXPLAINED = "explained"
    PARTLY = "partly explained"
    OWN_COUNT = "own count, unexplained"
    ESTIMATE = "estimate, unexplained"
    NOT_KNOWN = "not known"


class Checking(StrEnum):
    """Who checked before publication, and what."""

    FIGURE = "the figure itself"
    DOCUMENT = "the document"
    MAKER = "its maker only"
    NOBODY = "nobody"
    NOT_KNOWN = "not known"


class AccessState(StrEnum):
    """Whether a reader can get at a source."""

    OPEN = "open"
    PAYWALLED = "paywalled"
    NOT_FOUND = "not found"
    TAKEN_DOWN = "taken down"
    LOST = "lost"


class Basis(StrEnum):
    """What an attribute of people in a figure rests on."""

    COURT = "court record"
    POLICE = "police record"
    SELF_REPORT = "self-report"
    NAMES = "inferred from names"
    NOT_KNOWN = "not known"


class Unknowns(StrEnum):
    """Whether units of unknown attribute are counted in the denominator."""

    INSIDE = "inside"
    OUTSIDE = "outside"


class Shown(StrEnum):
    """What the citing document shows its readers of a link."""

    REFERENCE = "reference"
    PROSE = "prose"
    NOT_SHOWN = "not shown"


class ChallengeOn(StrEnum):
    """What a challenge is about."""

    VALUE = "value"
    WORKING = "working"
    SCOPE = "scope"
    USE = "use"


class InputFor(StrEnum):
    """What an input is used for where the figure itself does not come from it."""

    DENOMINATOR = "denominator"
    POPULATION = "population"
    COMPARISON = "comparison"


class QuoteOutcome(StrEnum):
    """What became of looking for a quotation in the saved copy of its source."""

    FOUND = "found"
    ALTERED = "altered"
    ELSEWHERE = "elsewhere"
    NOT_FOUND = "not found"
    TWICE = "more than once"
    NOT_CHECKED = "not checked"


class FigureOutcome(StrEnum):
    """Whether the saved copy of a source states the figure of a record."""

    STATED = "stated"
    DIFFERS = "stated otherwise"
    NOT_STATED = "not stated"
    NOT_CHECKED = "not checked"


class OutcomeKind(StrEnum):
    """What came of following a link, where it did not lead to the figure."""

    NOT_FOUND = "not found"
    NOT_IN_IT = "not in it"


class ReadingStatus(StrEnum):
    """What the readings recorded on a link or claim amount to."""

    VERIFIED = "verified"
    COPY = "read in a copy"
    REPORTED = "reported"
    RECORDED = "recorded"
    UNREAD = "unread"


class Role(StrEnum):
    """What a relation does in a lineage."""

    EVIDENCE = "evidence"
    SUPPORT = "support"
    CHALLENGE = "challenge"
    REPLY = "reply"
    TAKES_BACK = "takes back"
    STANDING = "standing"
    FINDING = "finding"


class Relation(StrEnum):
    """The typed links; each knows its role and what it shows readers by default."""

    QUOTES = "quotes"
    DERIVES_FROM = "derives-from"
    EXTRAPOLATES_FROM = "extrapolates-from"
    RELAYS = "relays"
    CITES = "cites"
    NAMES = "names"
    USES_DATA_FROM = "uses-data-from"
    RESTS_ON = "rests-on"
    CORROBORATES = "corroborates"
    DISPUTES = "disputes"
    REFUTES = "refutes"
    CRITIQUES = "critiques"
    QUALIFIES = "qualifies"
    REPLIES_TO = "replies-to"
    CORRECTS = "corrects"
    RETRACTS = "retracts"
    WITHDRAWS = "withdraws"
    SUPERSEDES = "supersedes"
    ABSENT_FROM = "absent-from"

    @property
    def role(self) -> Role:
        """What the relation does in a lineage."""
        return _ROLES.get(self, Role.EVIDENCE)

    @property
    def default_shown(self) -> Shown:
        """Prose for what is only mentioned, repeated or scaled up; a reference otherwise."""
        return Shown.PROSE if self in _IN_PROSE else Shown.REFERENCE

    @property
    def is_working(self) -> bool:
        """Whether, out of a claim made here, the link is an input that the figure was worked from."""
        return self in _WORKINGS


_ROLES = {
    Relation.CORROBORATES: Role.SUPPORT,
    Relation.DISPUTES: Role.CHALLENGE,
    Relation.REFUTES: Role.CHALLENGE,
    Relation.CRITIQUES: Role.CHALLENGE,
    Relation.QUALIFIES: Role.CHALLENGE,
    Relation.REPLIES_TO: Role.REPLY,
    Relation.CORRECTS: Role.TAKES_BACK,
    Relation.RETRACTS: Role.TAKES_BACK,
    Relation.WITHDRAWS: Role.TAKES_BACK,
    Relation.SUPERSEDES: Role.STANDING,
    Relation.ABSENT_FROM: Role.FINDING,
}
_IN_PROSE = frozenset({Relation.NAMES, Relation.RELAYS, Relation.EXTRAPOLATES_FROM})
_WORKINGS = frozenset({Relation.DERIVES_FROM, Relation.EXTRAPOLATES_FROM, Relation.USES_DATA_FROM})
EVIDENCE = tuple(r for r in Relation if r.role is Role.EVIDENCE)
