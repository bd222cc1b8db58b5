"""What each route needs to work, one entry a route.

A route without an entry here fails tests/web/test_neighbours.py: say whose ids stand in its
address, and what a good form holds, as names of `Hall.ids`, or as `=words` taken as they are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from kiosk.adapters.code_picture import png


@dataclass(frozen=True)
class Entry:
    """What stands in a route's address and in its form; `open_to` any event, being public."""

    address: dict[str, str] = field(default_factory=dict)
    form: dict[str, Any] = field(default_factory=dict)
    is_public: bool = False
    file: bytes = b""
    is_json: bool = False


_PERSON = {"slug": "event", "person": "dana"}
_SETTINGS = {"name": "=The fair", "starts_at": "=2026-11-24T10:00", "ends_at": "=2026-11-24T15:00",
             "timezone": "=Europe/London", "print_on_arrival": "=once",
             "retention_days": "=90", "never_closes": "=yes",
             "second_factor": ["=nod"]}  # fmt: skip
_PRINTER = {"name": "=Hall", "url": "=ipp://hall.example/printers/badge", "prints": ["=badge"]}
_LIST = b"name,email\nNew Person,new@example.org\n"
_LOGO = png("ABC")  # any small picture
_HERE = {"slug": "event"}


def _of(**address: str) -> dict[str, str]:
    return {"slug": "event", **address}


ENTRIES: dict[str, Entry] = {
    "api.check_in": Entry(_HERE, {"code": "ticket of eve"}),
    "api.undo_check_in": Entry(_of(op_id="entry op of asha"), {}),
    "api.search": Entry(_HERE, {"q": "=asha"}),
    "api.read": Entry(_HERE),
    "api.meet": Entry(_HERE, {"badges": ["badge of asha", "badge of ben"]}),
    "api.undo_meeting": Entry(_of(op_id="meeting op of asha"), {}),
    "desk.today": Entry(_HERE),
    "desk.today_part": Entry(_of(part="=figures")),
    "desk.help_lane": Entry(_HERE),
    "desk.help_part": Entry(_HERE),
    "desk.find": Entry(_HERE, {"q": "=asha"}),
    "desk.expect": Entry(_PERSON),
    "desk.import_page": Entry(_HERE),
    "desk.look_at_list": Entry(_of(which="=attendees"), file=_LIST),
    "desk.take_in": Entry(_of(which="=attendees"), file=_LIST),
    "desk.roll_call": Entry(_HERE),
    "desk.roll_call_file": Entry(_HERE),
    "desk.answer_nod": Entry(_of(nod="nod"), {"answer": "=yes"}),
    "desk.arrivals_list": Entry(_HERE),
    "desk.arrivals_list_file": Entry(_HERE),
    "desk.badge_file": Entry(_PERSON),
    "desk.badges_page": Entry(_HERE),
    "desk.badges_file": Entry(_HERE),
    "desk.badges_printed": Entry(
        _HERE, {"first": "dana", "last": "dana", "as_of": "=2100-01-01T00:00:00Z"}
    ),
    "desk.badges_not_printed": Entry(_of(batch="batch from outside")),
    "desk.signs_page": Entry(_HERE),
    "desk.signs_file": Entry(_HERE),
    "desk.sign_file": Entry(_of(employer="employer")),
    "desk.print_signs": Entry(_HERE),
    "desk.print_sign": Entry(_of(employer="employer")),
    "desk.tents_file": Entry(_HERE),
    "desk.tent_file": Entry(_of(person="carol")),
    "desk.print_tents": Entry(_HERE),
    "desk.print_tent": Entry(_of(person="carol")),
    "desk.print_list": Entry(_of(person="asha")),
    "desk.cards_page": Entry(_HERE),
    "desk.save_cards": Entry(_HERE, {"name": ["=Card"], "pattern": [r"=;(\d{9})=.*"]}),
    "desk.try_cards": Entry(_HERE, {"name": ["=Card"], "pattern": [r"=(\d+)"], "sample": "=1"}),
    "desk.lists_page": Entry(_HERE),
    "desk.new_list": Entry(_HERE),
    "desk.add_list": Entry(_HERE, {"name": "=Quiet hour", "kind": "=session"}),
    "desk.list_page": Entry(_of(check_in_list="list")),
    "desk.change_list": Entry(_of(check_in_list="list"), {"name": "=Talk", "kind": "=session"}),
    "desk.remove_list": Entry(_of(check_in_list="list")),
    "desk.questions_page": Entry(_HERE),
    "desk.add_question": Entry(
        _HERE, {"pair": "=any-any", "level": "=easy", "says": ["=What brought you?"]}
    ),
    "desk.question_cards": Entry(_HERE),
    "desk.question_page": Entry(_of(question="question")),
    "desk.reword_question": Entry(_of(question="question"), {"says": ["=What else?"]}),
    "desk.place_question": Entry(_of(question="question"), {"answer": "=away"}),
    "desk.logo_page": Entry(_HERE),
    "desk.put_logo": Entry(_HERE, file=_LOGO),
    "desk.remove_logo": Entry(_HERE),
    "desk.sample_badge": Entry(_HERE),
    "desk.packs_page": Entry(_HERE),
    "desk.resolve_letter": Entry(_of(delivery="letter"), {"answer": "=sent"}),
    "desk.freeze_packs": Entry(_HERE),
    "desk.packs_progress": Entry(_HERE),
    "desk.send_packs": Entry(_HERE, {"number": "=1"}),
    "desk.people_page": Entry(_HERE),
    "desk.search": Entry(_HERE, {"q": "=asha"}),
    "desk.person_page": Entry(_PERSON),
    "desk.check_in": Entry(_PERSON),
    "desk.undo": Entry(_of(person="asha", arrival="entry of asha"), {"why": "=wrong one"}),
    "desk.correct_page": Entry(_PERSON),
    "desk.correct": Entry(_PERSON, {"name": "=Dana Roux", "kind": "=guest"}),
    "desk.erase_page": Entry(_PERSON),
    "desk.erase_person": Entry(_PERSON, {"word": "=erase"}),
    "desk.export_person": Entry(_PERSON),
    "desk.pack_preview": Entry(_PERSON),
    "desk.phone_code": Entry(_of(person="asha")),
    "desk.reprint": Entry(_of(person="asha"), {"reason": "=lost"}),
    "desk.badge_picture": Entry(_of(person="asha")),
    "desk.printing_page": Entry(_HERE),
    "desk.printing_part": Entry(_of(part="=printers")),
    "desk.cancel_waiting": Entry(_HERE),
    "desk.print_ahead": Entry(_HERE, {"kind": "=student"}),
    "desk.steer_batch": Entry(_of(batch="batch"), {"answer": "=pause"}),
    "desk.move_print": Entry(_of(job="print job")),
    "desk.new_printer": Entry(_HERE),
    "desk.add_printer": Entry(_HERE, _PRINTER),
    "desk.printer_page": Entry(_of(printer="printer")),
    "desk.change_printer": Entry(_of(printer="printer"), _PRINTER),
    "desk.use_printer": Entry(_of(printer="printer"), {"answer": "=pause"}),
    "desk.count_labels": Entry(_of(printer="printer"), {"labels_left": "=300"}),
    "desk.test_printer": Entry(_of(printer="printer")),
    "desk.remove_printer": Entry(_of(printer="spare printer")),
    "desk.settle_print": Entry(_of(job="print job"), {"answer": "=came_out"}),
    "desk.settle_refusal": Entry(_of(scan="refused scan")),
    "desk.spares_page": Entry(_HERE),
    "desk.make_spares": Entry(_HERE, {"how_many": "=2"}),
    "desk.spares_file": Entry(_of(first="=1")),
    "desk.give_spare": Entry(_of(person="asha"), {"code": "spare badge"}),
    "desk.substitute_page": Entry(_of(person="eve")),
    "desk.substitute": Entry(_of(person="eve"), {"name": "=Sue Stead", "consent": "=yes"}),
    "desk.settings_page": Entry(_HERE),
    "desk.save_settings": Entry(_HERE, _SETTINGS),
    "desk.close_event": Entry(_HERE, {"name": "fair name"}),
    "desk.reword_consent": Entry(_HERE, {"wording": "=When you meet, they get what you chose."}),
    "desk.stations_page": Entry(_HERE),
    "desk.pair_station": Entry(
        _HERE, {"name": "=New", "does": "=recruiters", "employer": "employer"}
    ),
    "desk.rehearsal_page": Entry(_HERE),
    "desk.rehearsal_part": Entry(_HERE),
    "desk.start_rehearsal": Entry(_HERE),
    "desk.wipe_rehearsal": Entry(_HERE),
    "desk.practice_tickets": Entry(_HERE),
    "desk.practice_tickets_file": Entry(_HERE),
    "desk.send_test_letter": Entry(_HERE, {"email": "=olga@example.org"}),
    "desk.set_pin": Entry(_HERE, {"pin": "=270493"}),
    "desk.stations_part": Entry(_HERE),
    "desk.station_page": Entry(_of(device="spare station")),
    "desk.change_station": Entry(_of(device="spare station"), {"name": "=Spare", "mode": "=exit"}),
    "desk.revoke_station": Entry(_of(device="spare station")),
    "desk.team_page": Entry(_HERE),
    "desk.add_member": Entry(
        _HERE, {"name": "=Nia", "role": "=steward", "passphrase": "=four quiet words"}
    ),
    "desk.let_go": Entry(_of(member="spare")),
    "desk.change_passphrase": Entry(_of(member="spare"), {"passphrase": "=four quiet words"}),
    "desk.change_role": Entry(_of(member="spare"), {"role": "=organiser"}),
    "desk.walk_in_page": Entry(_HERE),
    "desk.walk_in": Entry(_HERE, {"name": "=Wim Walker", "kind": "=guest", "consent": "=yes"}),
    "desk.front": Entry(),
    "desk.sign_in": Entry({}, {"name": "=nobody", "passphrase": "=nothing at all"}),
    "desk.sign_out": Entry(),
    "front.home": Entry(),
    "front.fair": Entry(_HERE, is_public=True),
    "front.ticket": Entry(),
    "front.show_ticket": Entry({}, {"code": "ticket of asha"}, is_public=True),
    "front.send_ticket_again": Entry({}, {"email": "=nobody@example.org"}),
    "machines.health": Entry(),
    "machines.ready": Entry(),
    "machines.metrics": Entry(),
    "machines.service_worker": Entry(),
    "api.openapi": Entry(),
    "phone.badge": Entry({"code": "badge of ben"}, is_public=True),
    "phone.meet_by_badge": Entry({"code": "badge of ben"}),
    "phone.claim": Entry(),
    "phone.ask_to_link": Entry({}, {"secret": "claim of asha"}, is_public=True),
    "phone.claim_by_digits": Entry(
        {}, {"fair": "event", "first_name": "=Asha", "digits": "=000000"}
    ),
    "phone.link_phone": Entry({}, {"proof": "=none"}),
    "phone.me": Entry(),
    "phone.badge_picture": Entry(),
    "phone.contact_sheet": Entry(),
    "phone.contact_cards": Entry(),
    "phone.contact": Entry({"public_id": "meeting of asha"}),
    "phone.answer_request": Entry({"public_id": "meeting of asha"}, {"gives": "=name,email"}),
    "phone.write_note": Entry({"public_id": "meeting of asha"}, {"note": "=kind"}),
    "phone.withdraw_share": Entry({"public_id": "meeting of asha"}),
    "phone.choose_fair": Entry({}, {"fair": "event"}),
    "phone.choose_language": Entry({}, {"locale": "=en"}),
    "phone.type_letters": Entry({}, {"letters": "letters of ben"}),
    "phone.meet_by_letters": Entry({}, {"letters": "letters of ben"}),
    "phone.met": Entry({"public_id": "meeting of asha"}),
    "phone.undo_meeting": Entry({"public_id": "meeting of asha"}),
    "phone.pack": Entry(),
    "phone.print_my_list": Entry(),
    "phone.unlink_phone": Entry({"public_id": "phone"}),
    "phone.sharing": Entry(),
    "phone.choose_sharing": Entry({}, {"preset": "=name_email"}),
    "stand.home": Entry(),
    "stand.ask_duty": Entry(),
    "stand.take_duty": Entry({}, {"who": "ben"}),
    "stand.keep": Entry({}, {"person": "slip: person of stand"}),
    "stand.met_today": Entry(),
    "stand.look": Entry({}, {"codes": ["badge of carol"]}),
    "stand.undo": Entry({}, {"meeting": "slip: kept of stand"}),
    "tablet.home": Entry(),
    "tablet.print_list": Entry({}, {"leaving": "slip: goodbye of station"}),
    "tablet.badge_part": Entry({"slip": "slip: arrival of station"}),
    "tablet.phone_part": Entry({"slip": "slip: arrival of station"}),
    "tablet.face_picture": Entry({"slip": "slip: arrival of station"}),
    "tablet.speak_to_me": Entry({}, {"arrival": "slip: arrival of station", "locale": "=en"}),
    "tablet.doubt": Entry({"slip": "slip: arrival of station"}),
    "tablet.not_me": Entry({}, {"arrival": "slip: arrival of station"}),
    "tablet.places": Entry(),
    "tablet.choose": Entry({}, {"arrival": "slip: arrival of station", "share": "=name"}),
    "tablet.unlink": Entry({}, {"arrival": "slip: arrival of station"}),
    "tablet.type_code": Entry(),
    "tablet.type_name": Entry(),
    "tablet.search": Entry({}, {"q": "=asha"}),
    "tablet.pick": Entry({}, {"who": "slip: found of station"}),
    "tablet.prove": Entry({}, {"who": "slip: found of station", "before_at": "=eve"}),
    "tablet.new_here": Entry(),
    "tablet.walk_in": Entry({}, {"called": "=Wim Walker", "kind": "=guest", "consent": "=yes"}),
    "tablet.ask": Entry({}, {"who": "slip: found of station"}),
    "tablet.asked": Entry({"public_id": "nod"}),
    "tablet.nod_part": Entry({"public_id": "nod"}),
    "tablet.pair": Entry({}, {"code": "=WRONGCOD"}),
    "tablet.sealed_list": Entry(),
    "tablet.settle": Entry({}, {"sent_at": "=2026-11-24T10:00:00Z"}, is_json=True),
    "tablet.ask_pin": Entry(),
    "tablet.staff_page": Entry({}, {"pin": "=270493"}),
    "tablet.leave": Entry({}, {"staff": "slip: staff of station"}),
    "tablet.pulse": Entry({}, {"waiting": "=0", "camera": "=on"}),
    "tablet.scan": Entry({}, {"codes": ["ticket of eve"]}),
    "tablet.undo": Entry({}, {"meeting": "slip: meeting of station"}),
}
