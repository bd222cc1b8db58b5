"""What a file can have wrong, and the sentence for each: what it is, and what to do next.

The sentences are marked for translation here and translated where they are shown:
`gettext(fault.template) % fault.params`. They never repeat what a cell holds.
"""

from dataclasses import dataclass
from dataclasses import field as dataclass_field

from kiosk.errors import Refused


def N_(sentence: str) -> str:
    """Mark a sentence for translation."""
    return sentence


FAULTS = {
    "missing": N_("Nothing here, and we need it. Fill it in, or take the row out."),
    "too_long": N_("Longer than %(most)s characters. Shorten it."),
    "too_many": N_("More than %(most)s. Keep the ones that matter most."),
    "control": N_("A line break or an invisible control character inside. Type it again."),
    "letters_lost": N_("Some letters were lost (�). Type it again, or export as UTF-8."),
    "not_email": N_("That is not an e-mail address. It looks like name@university.example."),
    "not_kind": N_("We do not know that kind. Use student, employer, mentor, staff or guest."),
    "not_phone": N_("That is not a phone number. Write it as +44 7700 900123."),
    "not_link": N_("That is not a web address. It begins with https:// and has no spaces."),
    "not_year": N_("That is not a year between 1950 and 2100. Write four digits, as 2027."),
    "not_date": N_("That is not a date we can read. Write it as 2004-03-31."),
    "not_yes_no": N_("Write yes or no."),
    "not_locale": N_("We do not know that language. Write its code, as en, en-GB or pt-BR."),
    "not_status": N_(
        "We do not know that status. Write expected, unpaid or cancelled, or leave the column out."
    ),
    "spilled": N_("More cells than columns. Put quotation marks around text that has a comma."),
    "same_id": N_("Row %(first)s has the same id. Give each its own, or take one row out."),
}

REFUSALS = {
    "empty": N_("The file is empty. Export the list again and choose that file."),
    "no_rows": N_("The file has column names but no rows. Export the list again."),
    "too_large": N_("The file is larger than %(most)s MB. Take out columns or split it."),
    "unpacks_too_large": N_(
        "The workbook unpacks to far more than it seems. Copy the rows into a new workbook, or "
        "save it as CSV."
    ),
    "too_many_columns": N_("More than %(most)s columns. Take out those the fair does not need."),
    "too_many_rows": N_("More than %(most)s rows. Split the file."),
    "not_a_list": N_(
        "That is not a list we can read (%(what)s). Save it as CSV or as an Excel workbook (.xlsx)."
    ),
    "encrypted": N_("The workbook has a password. Save it without one, and try again."),
    "damaged": N_("The file is damaged or cut short. Export it again."),
    "not_allowed": N_("The workbook holds parts we do not open. Save it as CSV, and try again."),
    "encoding": N_("We cannot tell which letters the file uses. Save it as “CSV UTF-8”."),
    "nul": N_("The file has NUL characters: it is not plain text. Save it again as CSV."),
    "quotes": N_("The quotation marks around row %(row)s do not match. Correct them there."),
    "no_name": N_(
        "No column holds a name. Name one “name”, or say which it is: “Their header=name”."
    ),
    "two_columns": N_(
        "“%(first)s” and “%(second)s” both look like %(field)s and differ in row %(row)s. "
        "Say which counts: “%(first)s=%(field)s”."
    ),
    "map_header": N_("There is no column “%(header)s” in the file. The columns are: %(headers)s."),
    "map_field": N_("“%(field)s” is not a field. The fields are: %(fields)s."),
    "map_twice": N_("Two columns are mapped to %(field)s. Choose one of them."),
}


@dataclass(frozen=True)
class Fault:
    """One cell that stands in the way: row as the spreadsheet shows it, field, and why."""

    row: int
    field: str
    slug: str
    params: dict[str, object] = dataclass_field(default_factory=dict)

    @property
    def template(self) -> str:
        """The sentence before translation and filling in."""
        return FAULTS[self.slug]

    @property
    def why(self) -> str:
        """The sentence in English."""
        return self.template % self.params


class CellRefused(Exception):
    """A cell that cannot be read; becomes a Fault where the row and field are known."""

    def __init__(self, slug: str, **params: object) -> None:
        """Say which of FAULTS it is."""
        super().__init__(slug)
        self.slug = slug
        self.params = params


class FileRefused(Refused):
    """A file that is not read at all; `template` and `facts` make the sentence in any language."""

    slug = "file_refused"

    def __init__(self, slug: str, **facts: object) -> None:
        """Say which of REFUSALS it is."""
        self.template = REFUSALS[slug]
        super().__init__(slug, self.template % facts, **facts)
