"""The demo fair's two files: invented people and employers, as an organiser would send them.

Nobody here exists: addresses and links stay in the domains kept for examples, phone numbers in the
range kept for fiction.
"""

from importlib.resources import files


def attendees_file() -> bytes:
    """Return the registration list: UTF-8 CSV under the import's field names."""
    return files(__name__).joinpath("attendees.csv").read_bytes()


def employers_file() -> bytes:
    """Return the employers with their stands: UTF-8 CSV under the import's field names."""
    return files(__name__).joinpath("employers.csv").read_bytes()
