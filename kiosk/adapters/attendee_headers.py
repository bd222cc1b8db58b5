"""The one table of column names we recognise, whoever exported the file.

It knows Eventbrite, pretix, Handshake, Microsoft Forms and Google Forms. A name is compared after
folding: case, accents, punctuation and polite words ("What is your …?") do not count. Each field
has rows in order of trust: a value of a later row is used only where the earlier ones are empty,
so pretix's "Attendee email" beats the "Email" of whoever ordered. Two columns of one row must
agree. Fields that begin with _ are stepping stones to the field in STANDS_FOR.
"""

import re
import unicodedata
from functools import cache, lru_cache

Table = dict[str, tuple[str, ...]]

ATTENDEES: Table = {
    "name": (
        "attendee name | student name | participant name | full name | name and surname | "
        "first and last name | name surname | vor und nachname | nom complet | nombre completo",
        "name | name1 | display name | attendee | student | students full name",
    ),
    "given_name": (
        "preferred first name | student preferred name | students preferred name",
        "attendee name given name | attendee first name | student first name | students first name",
        "first name | given name | forename | forenames | first names | given names | "
        "vorname | prenom | nombre | voornaam | nome",
    ),
    "family_name": (
        "attendee name family name | attendee last name | attendee surname | student last name | "
        "students last name",
        "last name | surname | family name | second name | nachname | familienname | "
        "nom de famille | nom | apellido | apellidos | achternaam | cognome",
    ),
    "email": (
        "attendee email | attendee email address | student email | student email address | "
        "students email | students email institution | student university email",
        "email address | university email | university email address | institutional email | "
        "email contact",
        "email | email1 | mail | contact email | email adresse | courriel | "
        "correo electronico | username email",
        "order email | buyer email | purchaser email | email of buyer",
    ),
    "kind": (
        "kind | attendee type | attendee kind | participant type | registration type | "
        "i am a | i am an | i am attending as | are you a | attending as | who are you",
    ),
    "_ticket_type": (
        "ticket type | ticket name | ticket | ticket tier | ticket class | product | item | "
        "variation | ticket category | type | category",
    ),
    "pronouns": ("pronouns | preferred pronouns | pronoun",),
    "phone": (
        "cell phone | mobile | mobile phone | mobile number | cell phone number | cell | "
        "attendee phone | student mobile | mobile phone number",
        "phone | phone number | telephone | telephone number | contact number | "
        "student phone | telefon | telefonnummer | telefono | telefone",
        "home phone",
        "work phone",
    ),
    "organisation": (
        "organisation | organization | company organisation | company organization",
        "company | company name | firma | entreprise | empresa | societe",
        "employer | employer name | where do you work",
        "university | institution | university or college | home institution | "
        "which university do you attend | where do you study",
    ),
    "role": ("job title | role line", "role | job role", "position", "job | occupation"),
    "course": (
        "course | course of study | course name | programme | program | programme of study | "
        "program of study | which course are you on | studiengang",
        "major | majors | major names | students major | students majors | "
        "primary education major names | subject | field of study | what do you study | "
        "what are you studying",
        "degree programme | degree program | degree course",
        "degree",
    ),
    "faculty": (
        "faculty | faculty or school | faculty school",
        "college name | primary education college name | students college",
        "school",
        "department",
        "college",
    ),
    "level": (
        "level | level of study | study level",
        "year of study | school year | school year name | class level | students school year | "
        "which year are you in | academic year",
        "education level | primary education education level name",
        "year",
    ),
    "graduation_year": (
        "graduation year | year of graduation | expected graduation year | grad year | "
        "what year will you graduate | students graduation year | expected year of graduation",
        "graduation date | expected graduation | expected graduation date | grad date | "
        "class of | when will you graduate | when do you graduate | students graduation date | "
        "primary education end date",
    ),
    "student_id": (
        "student id | student number | student id number | students id | student no | "
        "matriculation number | matrikelnummer",
        "university id | card id",
        "auth identifier",
        "username | students username",
    ),
    "links": (
        "links | link | linkedin | linkedin url | linkedin profile | linkedin profile url | "
        "linkedin profile link | website | personal website | portfolio | portfolio url | "
        "portfolio link | github | github url | github profile | blog | homepage | web site",
    ),
    "cv": ("cv | cv link | link to your cv | cv url | resume | resume link | resume url",),
    "ask_me_about": (
        "ask me about | what should people ask you about | conversation starter | "
        "talk to me about | ask me about on your badge | badge line",
    ),
    "date_of_birth": ("date of birth | birth date | birthdate | dob | birthday | geburtsdatum",),
    "under_18": ("under 18 | are you under 18 | i am under 18 | is minor | under18",),
    "_over_18": (
        "over 18 | are you over 18 | i am over 18 | are you 18 or over | i am 18 or over | "
        "are you at least 18 | over18 | 18 or over | are you 18",
    ),
    "_age": ("age | how old are you",),
    "locale": ("locale | preferred language | badge language",),
    "_language": ("language | order locale",),
    "external_id": (
        "external id | attendee number | attendee no | attendee id",
        "registration id | registration number | response id",
        "barcode | barcode number | barcode no",
        "ticket number",
        "id",
    ),
    "_order": ("order code", "order id | order number | order no"),
    "_position": ("position id | positionid",),
    "status": (
        "attendee status | registration status",
        "ticket status | approval status | rsvp status | rsvp",
        "status",
        "order status",
    ),
    "_registered": ("registered",),
}

EMPLOYERS: Table = {
    "name": (
        "employer | employer name | company | company name | exhibitor | exhibitor name | "
        "organisation | organization | organisation name | organization name | display name",
        "name",
    ),
    "stand": (
        "stand | stand number | stand no | booth | booth number | booth no | table | "
        "table number | table no | stall | stall number | standnummer | location",
    ),
    "text": (
        "text | description | about | profile | company description | employer description | "
        "about us | about the company | company profile | summary | bio",
    ),
    "vacancies_url": (
        "vacancies url | vacancies | vacancies link | jobs | jobs url | jobs link | careers page | "
        "careers url | careers site | careers website | careers link | job board | "
        "link to vacancies",
        "website | url | web site | company website | homepage | employer website",
    ),
    "email": (
        "contact email | contact email address | main contact email | primary contact email",
        "email | email address | email adresse",
    ),
    "external_id": ("external id | employer id | company id | exhibitor id", "id"),
}

STANDS_FOR = {
    "_ticket_type": "kind",
    "_over_18": "under_18",
    "_age": "under_18",
    "_language": "locale",
    "_order": "external_id",
    "_position": "external_id",
    "_registered": "status",
}

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_APART = re.compile(r"\b(e) (mail)\b|\b(linked) (in)\b|\b(git) (hub)\b")
_POLITE = re.compile(
    r"^(?:please )?(?:(?:enter|provide|give|state|confirm|add|select|choose|type|tell)(?: us)? )?"
    r"(?:(?:what is|what s|whats|what are) )?(?:your |my |the )?(?:own )?"
)
_TAIL = re.compile(r" (?:required|optional|if any|if known|as it should appear on your badge)$")


@lru_cache(maxsize=4096)
def fold(header: str) -> str:
    """Return a header without case, accents, punctuation and camel humps: "E-Mail:" is "email"."""
    text = _CAMEL.sub(" ", header).replace("#", " number ")
    bare = unicodedata.normalize("NFKD", text.casefold())
    words = "".join(c if c.isalnum() else " " for c in bare if not unicodedata.combining(c))
    return _APART.sub(lambda word: word[0].replace(" ", ""), " ".join(words.split()))


def find(header: str, table: Table) -> tuple[str, int] | None:
    """Return the field a header stands for and its row of trust; None for one we do not know."""
    known, folded = _index(id(table)), fold(header)
    plain = _TAIL.sub("", _POLITE.sub("", folded))
    return known.get(folded) or known.get(plain)


def find_any(header: str) -> bool:
    """Tell whether a header is in either table."""
    return bool(find(header, ATTENDEES) or find(header, EMPLOYERS))


@cache
def _index(table_id: int) -> dict[str, tuple[str, int]]:
    table = next(known for known in (ATTENDEES, EMPLOYERS) if id(known) == table_id)
    rows = [(field, trust, row) for field, kept in table.items() for trust, row in enumerate(kept)]
    names = [(field, trust, name) for field, trust, row in rows for name in row.split(" | ")]
    return {fold(field): (field, 0) for field in table if not field.startswith("_")} | {
        fold(name): (field, trust) for field, trust, name in reversed(names)
    }
