"""What badges, signs and cards can stand on, in words; the names are those of `badges`."""

from flask_babel import lazy_gettext as _

SINGLE = {
    "62x100": _("Label, 62 × 100 mm"),
    "62": _("Roll of 62 mm, cut to length"),
    "4x6": _("Label, 4 × 6 inches"),
    "4x3": _("Label, 4 × 3 inches"),
    "3x4": _("Label, 3 × 4 inches"),
    "a6": _("A6 paper"),
    "a6-folded": _("A5 paper, folded once"),
    "card": _("Card, 86 × 54 mm"),
}
SHEETS = {
    "a4-2xa6": _("A4 paper: two A6 badges to cut out"),
    "a4-4xa6": _("A4 paper: four A6 badges to cut out"),
    "l7165": _("Avery L7165: eight labels on A4"),
    "l7173": _("Avery L7173: ten labels on A4"),
}
PAPERS = {
    "a4": _("A4 paper"),
    "a5": _("A5 paper"),
    "a6": _("A6 paper"),
    "4x6": _("Label, 4 × 6 inches"),
    "62x100": _("Label, 62 × 100 mm"),
}
"""What a sign or a tent card stands on."""
FOR_PAPERS = {"on_one": SINGLE, "on_sheets": SHEETS, "papers_of_signs": PAPERS}
