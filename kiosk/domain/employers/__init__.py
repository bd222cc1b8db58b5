"""Employers: the organisations with a stand; their recruiters are attendees of kind employer."""

from kiosk.domain.employers.record import (
    FIELDS,
    Employer,
    EmployerLogo,
    NameTaken,
    Vacancy,
    by_public_id,
    get,
    of_event,
    place_in_the_hall,
    register,
)

__all__ = [
    "FIELDS",
    "Employer",
    "EmployerLogo",
    "NameTaken",
    "Vacancy",
    "by_public_id",
    "get",
    "of_event",
    "place_in_the_hall",
    "register",
]
