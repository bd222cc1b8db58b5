"""Lists of attendees and employers, as other systems export them, become clean rows.

Nothing here touches the database: a file is read whole, and every fault names its row and field.
"""

from kiosk.adapters.attendee_file.columns import Column
from kiosk.adapters.attendee_file.employers import EmployerFile, EmployerRow, read_employers
from kiosk.adapters.attendee_file.faults import Fault, FileRefused
from kiosk.adapters.attendee_file.people import AttendeeFile, AttendeeRow, read_attendees
from kiosk.adapters.attendee_file.sheet import MOST_BYTES

__all__ = [
    "MOST_BYTES",
    "AttendeeFile",
    "AttendeeRow",
    "Column",
    "EmployerFile",
    "EmployerRow",
    "Fault",
    "FileRefused",
    "read_attendees",
    "read_employers",
]
