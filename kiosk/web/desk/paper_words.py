"""What badges, signs and cards can stand on, in words; the names are those of `badges`."""

from flask_babel import lazy_gettext as _

from kiosk.web.desk.words import STOCKS

SINGLE = {
    name: STOCKS[name] for name in ("62x100", "62", "4x6", "4x3", "3x4", "a6", "a6-folded", "card")
}
SHEETS = {
    "a4-2xa6": _("A4 paper: two A6 badges to cut out"),
    "a4-4xa6": _("A4 paper: four A6 badges to cut out"),
    "l7165": _("Avery L7165: eight labels on A4"),
    "l7173": _("Avery L7173: ten labels on A4"),
}
PAPERS = {
    "a4": _("A4 paper, 210 × 297 mm"),
    "a5": _("A5 paper, 148 × 210 mm"),
    **{name: STOCKS[name] for name in ("a6", "4x6", "62x100")},
}
"""What a sign or a tent card stands on."""
FOR_PAPERS = {"on_one": SINGLE, "on_sheets": SHEETS, "papers_of_signs": PAPERS}
