"""The `kiosk` command: verbs that print what they did in one line.

Exit 0 done, 1 refused or partly failed, 2 misuse. A refusal is one calm sentence, never a trace.
"""

from kiosk.cli import (
    attendees,
    backups,
    badges,
    bounces,
    demo,
    devices,
    employers,
    events,
    lists,
    mail,
    packs,
    papers,
    people,
    pins,
    printers,
    questions,
    rehearsal,
    serving,
    staff,
    tickets,
    upkeep,
)
from kiosk.cli.calm import calm_group

kiosk = calm_group("Face to Face: check-in, badges and handshakes for an employer fair.")

for command in (
    demo.demo,
    serving.serve,
    serving.work,
    upkeep.migrate,
    upkeep.doctor,
    backups.backup,
    backups.restore,
    upkeep.key,
    upkeep.privacy,
    events.event,
    events.figures,
    lists.list_,
    attendees.attendees,
    employers.employers,
    tickets.tickets,
    staff.staff,
    devices.device,
    badges.badges,
    papers.signs,
    papers.tents,
    printers.printer,
    packs.packs,
    bounces.bounces,
    mail.mail,
    questions.questions,
    rehearsal.rehearsal,
    people.person,
):
    kiosk.add_command(command)

events.event.add_command(pins.pin)


def main() -> None:
    """Run the command; a refusal ends in exit 1 with its sentence."""
    kiosk()
