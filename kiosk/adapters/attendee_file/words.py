"""Words that exports use for kinds, statuses, languages, yes and no; folded as headers are."""

from kiosk.adapters.attendee_headers import fold

_KIND_WORDS = {
    "student": "student students undergraduate postgraduate graduate graduates learner learners "
    "candidate candidates jobseeker jobseekers pupil pupils apprentice studierende etudiant",
    "employer": "employer employers exhibitor exhibitors recruiter recruiters company companies "
    "sponsor sponsors aussteller exposant",
    "mentor": "mentor mentors alumni alumnus alumna alumnae alum alums",
    "staff": "staff organiser organizer organisers organizers volunteer volunteers crew steward "
    "stewards helper",
    "guest": "guest guests visitor visitors vip vips speaker speakers press media parent parents",
}
_KIND_PHRASES = {
    "student": "attendee | delegate | participant | general | general admission | job seeker",
    "employer": "hiring manager | employer staff | employer representative | company representative"
    " | student recruiter | graduate recruiter | exhibitor staff | recruitment",
    "staff": "university staff | careers service | career services | event staff | "
    "student volunteer | student helper | student ambassador",
    "mentor": "alumni mentor | graduate mentor | student mentor | professional",
    "guest": "other | guest speaker",
}
_STATUS_PHRASES = {
    "expected": "expected | attending | attended | checked in | going | yes | true | 1 | paid | "
    "confirmed | registered | complete | completed | approved | active | valid | valid ticket | "
    "accepted | ok | pending confirmed | placed | issued | sold | free | invited | "
    "not checked in | joined | enrolled | booked | y | bezahlt | bestatigt | angemeldet | "
    "paye | inscrit | pagado | confirmado | ja | oui | si",
    "unpaid": "unpaid | not paid | not yet paid | pending | pending payment | payment pending | "
    "awaiting payment | waiting for payment | payment due | payment required | outstanding | "
    "owing | invoiced | invoice sent | unbezahlt | offen | ausstehend | zahlung ausstehend | "
    "impaye | en attente de paiement | pendiente de pago | sin pagar | non pagato | niet betaald",
    "cancelled": "cancelled | canceled | refunded | partially refunded | refund | void | voided | "
    "declined | rejected | not attending | not going | deleted | expired | no | false | 0 | n | "
    "withdrawn | revoked | transferred | waitlist | waitlisted | waiting list | wait list | "
    "on waiting list | on waitlist | approval pending | pending approval | unregistered | "
    "not registered | inactive | charged back | chargeback | disputed | abandoned | blocked | "
    "canceled paid fee | cancelled paid fee | canceled by organizer | cancelled by organiser | "
    "storniert | erstattet | abgelaufen | abgesagt | annule | rembourse | cancelado | "
    "reembolsado | geannuleerd | annullato | nein | non",
}
_LANGUAGE_NAMES = {
    "en": "english",
    "en-GB": "british english | english uk | english united kingdom",
    "en-US": "american english | english us | english united states",
    "de": "german | deutsch",
    "fr": "french | francais",
    "es": "spanish | espanol | castellano",
    "it": "italian | italiano",
    "nl": "dutch | nederlands",
    "pt": "portuguese | portugues",
    "pl": "polish | polski",
    "cy": "welsh | cymraeg",
    "ga": "irish | gaeilge",
    "ar": "arabic | العربية",
    "he": "hebrew | עברית",
    "fa": "persian | farsi | فارسی",
    "hi": "hindi | हिन्दी",
    "zh": "chinese | mandarin | 中文",
    "ja": "japanese | 日本語",
    "ko": "korean | 한국어",
    "ru": "russian | русский",
    "uk": "ukrainian | українська",
    "el": "greek | ελληνικα",
    "tr": "turkish | turkce",
    "sv": "swedish | svenska",
    "vi": "vietnamese | tieng viet",
    "th": "thai | ไทย",
}


def _by_phrase(table: dict[str, str]) -> dict[str, str]:
    return {fold(p): value for value, phrases in table.items() for p in phrases.split(" | ")}


KINDS = _by_phrase(_KIND_PHRASES) | {
    word: value for value, words in _KIND_WORDS.items() for word in words.split()
}
STATUSES = _by_phrase(_STATUS_PHRASES)
LANGUAGES = _by_phrase(_LANGUAGE_NAMES)
YES = {*["yes", "y", "true", "1", "ja", "oui", "si", "sim", "x"], "under 18", "i am under 18"}
NO = {*["no", "n", "false", "0", "nein", "non", "nao"], "over 18", "18 or over", "i am 18 or over"}
