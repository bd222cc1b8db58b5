"""What an employer shows: its words, its logo, its vacancies, and the chips of its stand.

Every web address is https (or http), because students are led there by a tap.
"""

from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import func, select

from kiosk.db import db, one_of
from kiosk.domain.employers.record import Employer, EmployerLogo, Vacancy
from kiosk.errors import Invalid, NotKnown, Refused

DEFAULT_TOPICS = ("Placement", "Graduate role", "Summer job", "Projects", "CV", "Visa")
"""What a stand's chips say where an employer has chosen none of its own."""
MOST_TOPICS = 12
LONGEST_TOPIC = 40
LONGEST_TEXT = 600
MOST_VACANCIES = 30
_FORBIDDEN = frozenset("\0\r\n\t\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class TooManyVacancies(Refused):
    """An employer shows a list that people can read on a phone."""

    slug = "too_many_vacancies"
    sentence = "Thirty vacancies are enough for a stand. Remove one first."


def hold(employer_id: int) -> None:
    """Let two acts about one employer queue until the transaction ends; SQLite has one writer."""
    query = select(Employer.id).where(Employer.id == employer_id)
    db.session.execute(query.with_for_update())


def describe(employer: Employer, *, text: str, vacancies_url: str) -> None:
    """Let an employer's card say this; the same again changes nothing.

    Raises:
        Invalid: the text is too long, or the address is no web address.
    """
    text = "\n".join(line.strip() for line in text.strip().splitlines())
    if len(text) > LONGEST_TEXT:
        raise Invalid({"text": "At most 600 letters, so that it is read on a phone."})
    url = web_address(vacancies_url, "vacancies_url", needed=False)
    employer.text, employer.vacancies_url = text, url


def web_address(typed: str, field: str, *, needed: bool) -> str:
    """Return a public web address as it was typed, with https:// where no scheme was.

    Raises:
        Invalid: it is none; `field` says where it was typed.
    """
    url = typed.strip()
    if not url and not needed:
        return ""
    url = url if "://" in url else f"https://{url}"
    try:
        parts = urlsplit(url)
        is_web = parts.scheme in {"https", "http"} and "." in (parts.hostname or "")
    except ValueError:
        is_web = False
    if not is_web or len(url) > 300 or "@" in parts.netloc or _is_unprintable(url) or " " in url:
        raise Invalid({field: "Write a web address such as https://example.org/jobs."})
    return url


def _is_unprintable(text: str) -> bool:
    return bool(_FORBIDDEN & set(text)) or not text.isprintable()


def choose_topics(employer: Employer, topics: list[str]) -> None:
    """Let the chips of an employer's stand say these; none: the fair's own. Repeatable.

    Raises:
        Invalid: more than twelve, one longer than 40 letters, or letters that cannot be seen.
    """
    wanted = list(dict.fromkeys(" ".join(each.split()) for each in topics if each.strip()))
    if len(wanted) > MOST_TOPICS:
        raise Invalid({"topics": "At most twelve topics, so that they are read at a glance."})
    if any(len(each) > LONGEST_TOPIC or _is_unprintable(each) for each in wanted):
        raise Invalid({"topics": "A topic has at most 40 letters, all of them visible."})
    employer.topics = wanted


def topics_of(employer: Employer) -> list[str]:
    """Return what the chips of an employer's stand say."""
    return list(employer.topics or DEFAULT_TOPICS)


def add_vacancy(employer: Employer, title: str, url: str, at: datetime) -> Vacancy:
    """Show one more vacancy; the same title and address again changes nothing.

    Raises:
        Invalid: no title, or no web address.
        TooManyVacancies: there are thirty.
    """
    title = " ".join(title.split())
    if not title or len(title) > 120 or _is_unprintable(title):
        raise Invalid({"title": "Write the job's title, in at most 120 letters."})
    url = web_address(url, "url", needed=True)
    hold(employer.id)
    known = vacancies_of(employer.id)
    same = [each for each in known if (each.title, each.url) == (title, url)]
    if same:
        return same[0]
    if len(known) >= MOST_VACANCIES:
        raise TooManyVacancies
    vacancy = Vacancy(
        event_id=employer.event_id, employer_id=employer.id, title=title, url=url, put_at=at
    )
    db.session.add(vacancy)
    db.session.flush()
    return vacancy


def remove_vacancy(employer: Employer, public_id: str) -> None:
    """Show a vacancy of this employer no more.

    Raises:
        NotKnown: it is not (or no longer) one of theirs.
    """
    missing = NotKnown("no_such_vacancy", "There is no such vacancy.")
    vacancy = one_of(Vacancy, employer.event_id, public_id, missing)
    if vacancy.employer_id != employer.id:
        raise missing
    db.session.delete(vacancy)
    db.session.flush()


def vacancies_of(employer_id: int) -> list[Vacancy]:
    """Return an employer's vacancies, in the order they were put there."""
    query = select(Vacancy).where(Vacancy.employer_id == employer_id)
    return list(db.session.scalars(query.order_by(Vacancy.put_at, Vacancy.id)))


def vacancies_by_employer(event_id: int, of: set[int] | None = None) -> dict[int, list[Vacancy]]:
    """Return the vacancies of a fair by employer id; `of` leaves out all others."""
    query = select(Vacancy).where(Vacancy.event_id == event_id)
    query = query if of is None else query.where(Vacancy.employer_id.in_(of))
    found: dict[int, list[Vacancy]] = {}
    for vacancy in db.session.scalars(query.order_by(Vacancy.put_at, Vacancy.id)):
        found.setdefault(vacancy.employer_id, []).append(vacancy)
    return found


def put_logo(employer: Employer, picture: bytes, at: datetime) -> None:
    """Let an employer have this logo, a PNG written anew; it takes the older one's place."""
    hold(employer.id)
    logo = _logo(employer.id) or EmployerLogo(employer_id=employer.id)
    logo.picture, logo.put_at = picture, at
    db.session.add(logo)
    db.session.flush()


def remove_logo(employer: Employer) -> None:
    """Let an employer have no logo; again changes nothing."""
    logo = _logo(employer.id)
    if logo is not None:
        db.session.delete(logo)
        db.session.flush()


def logo_of(employer_id: int) -> bytes | None:
    """Return an employer's logo as PNG, or None."""
    logo = _logo(employer_id)
    return logo.picture if logo is not None else None


def _logo(employer_id: int) -> EmployerLogo | None:
    return db.session.scalar(select(EmployerLogo).where(EmployerLogo.employer_id == employer_id))


def with_logo(event_id: int) -> set[int]:
    """Return the ids of the employers of a fair that have a logo, without reading one."""
    query = select(EmployerLogo.employer_id).join(Employer, Employer.id == EmployerLogo.employer_id)
    return set(db.session.scalars(query.where(Employer.event_id == event_id)))


def has_logo(employer_id: int) -> bool:
    """Whether an employer has a logo, without reading it."""
    query = select(func.count()).where(EmployerLogo.employer_id == employer_id)
    return bool(db.session.scalar(query))
