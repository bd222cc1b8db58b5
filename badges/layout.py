"""Where everything stands on one badge, in dots: what to draw, nothing of how.

Of the arrangements that a stock allows, the one wins that sets the first name largest, up to what
is good on that stock, and keeps most of the other words.
"""

import math
from dataclasses import dataclass, field, replace

from badges import fonts, lines, names, qr
from badges.errors import NameMissing, StockTooSmall
from badges.face import Face, Kind
from badges.lines import Block, Span
from badges.plans import NARROWEST_TEXT_MM, Frame, Plan, plans
from badges.stock import Stock
from badges.words import BOLD, CONCESSIONS, Words, set_words, smaller_than_first

SHORT_NAME, SHORT_WORDS = 0.75, 0.03  # what words that were cut cost, as a Concession does
BEFORE_NAME = 1.4  # of a gap
COMFORT = 3.0  # steps of white more, that a name of good size leaves to the words under it
WELL = 1.08  # of a good size: how far a name grows into the white that it could leave
HAND_MM = 14.0  # the height that a pen likes
Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Placed:
    """A line whose left end stands at x on a baseline."""

    line: lines.Line
    size: int
    x: int
    baseline: int


@dataclass
class Layout:
    """Everything to draw: lines, the shape of the kind, rules, the code; and the free corner."""

    size: tuple[int, int]
    code: qr.Matrix
    code_at: tuple[int, int]
    module: int
    kind: Kind
    mark: Box
    logo: Box
    placed: list[Placed] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    lines_to_write_on: list[Box] = field(default_factory=list)


@dataclass(frozen=True)
class Setting:
    """What stands in the frames of a plan, and how good that is: at most 1."""

    plan: Plan
    words: Words
    first: Block
    room: int
    score: float

    @property
    def name_height(self) -> int:
        """The dots of the first name, or of the room to write one."""
        return names.height(self.first) if self.first.lines else self.room


def lay_out(face: Face, stock: Stock) -> Layout:
    """Place everything of a cleaned face on a stock.

    Raises:
        NameMissing: neither name has a letter.
        CodeUnfit: no code holds the address.
        StockTooSmall: there is no room for the code and a name.
    """
    if not face.first_name and not face.by_hand:
        raise NameMissing
    code = qr.matrix(face.code_url)
    stock, setting = _cut_to_fit(face, stock, len(code))
    plan = setting.plan
    mark_size = stock.points(stock.text_pt)
    frame = plan.name
    mark_x = frame.right - mark_size if frame.at_right else frame.left
    mark = (mark_x, frame.top, mark_x + mark_size, frame.top + mark_size)
    size = (stock.width_dots, stock.height_dots)
    layout = Layout(size, code, plan.code_at, plan.module, face.kind, mark, mark)
    _place_kind(layout, face, frame)
    name_top = _place_text(layout, setting, stock)
    layout.logo = _free_corner(layout, stock, setting.plan, name_top)
    _place_small(layout, plan, stock)
    return layout


def _cut_to_fit(face: Face, stock: Stock, modules: int) -> tuple[Stock, Setting]:
    """Return a stock and the best setting on it; of a roll, the piece that the badge needs."""
    if stock.least_height_mm is None:
        return stock, _best(face, stock, modules)
    longest = stock.cut(stock.height_mm)
    setting = _best(face, longest, modules)
    spare = _spare(setting, longest) - 2 * setting.words.step
    height_mm = math.ceil(stock.height_mm - longest.mm(max(0, spare)))
    piece = stock.cut(max(stock.least_height_mm, height_mm))
    return piece, _best(face, piece, modules)


def _best(face: Face, stock: Stock, modules: int) -> Setting:
    at_right = fonts.is_rtl(face.first_name or face.kind_label)
    best: Setting | None = None
    for plan in plans(face, stock, modules, at_right=at_right):
        best = _set(face, stock, plan, best)
        if best and best.score >= 1:
            break
    if best is None:
        raise StockTooSmall
    return best


def _set(face: Face, stock: Stock, plan: Plan, best: Setting | None) -> Setting | None:
    """Return the best setting of a plan, or the one given where it is no better.

    The words give way only as far as the first name gains more than they lose.
    """
    if stock.mm(min(plan.name.width, plan.words.width)) < NARROWEST_TEXT_MM:
        return best
    good = stock.dots(stock.good_cap_mm) / names.CAP
    mark = stock.points(stock.text_pt)
    largest = _first(face, stock, plan, plan.name.bottom - plan.name.top - mark)
    if largest is None:
        return best
    for given in CONCESSIONS:
        if best and min(1.0, largest.size / good) - given.cost - plan.cost <= best.score:
            break
        words = set_words(face, stock, plan.words.width, given)
        room = min(
            plan.words.bottom - plan.name.top - mark - words.height,
            plan.name.bottom - plan.name.top - mark - round(BEFORE_NAME * words.step),
        )
        first = _first(face, stock, plan, room - round(COMFORT * words.step))
        if first is None or first.size < good:
            first = _first(face, stock, plan, room, most=WELL * good)
        if first is None:
            continue
        score = min(1.0, first.size / good) - given.cost - plan.cost
        score -= SHORT_NAME * first.short + SHORT_WORDS * words.cut_short
        if best is None or score > best.score:
            words = smaller_than_first(face, stock, words, plan.words.width, first.size)
            best = Setting(plan, words, first, min(room, stock.dots(HAND_MM)), score)
    return best


def _first(
    face: Face, stock: Stock, plan: Plan, height: int, *, most: float = math.inf
) -> Block | None:
    here = names.room(stock, plan.name.width, height)
    here = replace(here, tallest=round(min(most, here.tallest)))
    if face.by_hand:
        size = min(here.height, stock.dots(HAND_MM))
        return Block((), size) if size >= stock.dots(HAND_MM) // 2 else None
    return names.set_first(face.first_name, face.locale, here)


def _spare(setting: Setting, stock: Stock) -> int:
    """Return the dots of a column that nothing needs."""
    plan, mark = setting.plan, stock.points(stock.text_pt)
    taken = mark + setting.name_height + setting.words.height
    return plan.words.bottom - plan.name.top - taken


def _place_kind(layout: Layout, face: Face, frame: Frame) -> None:
    left, top, right, bottom = layout.mark
    size = bottom - top
    gap = round(size * 0.42)
    if not face.kind_label:
        return
    block = lines.fit(
        [Span(face.kind_label, BOLD)],
        face.locale,
        frame.width - size - gap,
        (size, size // 2),
        1,
    )
    line = block.lines[0]
    x = left - gap - _dots(line, block.size) if frame.at_right else right + gap
    baseline = bottom - round((size - names.CAP * block.size) / 2)
    layout.placed.append(Placed(line, block.size, x, baseline))


def _place_text(layout: Layout, setting: Setting, stock: Stock) -> int:
    """Place the first name and the lines under it, and return where the name begins."""
    words, frame = setting.words, setting.plan.words
    step = words.step
    gap = step + max(0, min(_spare(setting, stock) // 3, 2 * step))
    room = setting.plan.name.bottom - layout.mark[3] - setting.name_height
    top = layout.mark[3] + min(round(BEFORE_NAME * gap), max(0, room))
    y = _place_name(layout, setting, stock, top) + gap
    if words.who:
        y = _place_block(layout, words.who, frame, y - step // 8) + step // 6
    for each in words.what:
        y = _place_block(layout, each, frame, y)
    if words.ask:
        ask_top = y + min(gap, step + step // 2)
        y = _place_block(layout, words.ask, frame, ask_top, indent=words.indent)
        bar = frame.right - words.indent // 3 if frame.at_right else frame.left
        layout.rules.append((bar, ask_top, bar + words.indent // 3, y))
    return top


def _place_name(layout: Layout, setting: Setting, stock: Stock, top: int) -> int:
    """Place the lines of the first name by their ink, and return where they end."""
    block, frame = setting.first, setting.plan.name
    end = top + setting.name_height
    if not block.lines:
        layout.lines_to_write_on.append((frame.left, end - stock.points(1.5), frame.right, end))
        return end
    pitch = names.pitch(block.lines) * block.size
    first = top + names.reach(block.lines[0])[0] * block.size
    for number, line in enumerate(block.lines):
        left, right = line.bearings  # large letters stand at the edge with their ink
        advance = round((line.width - sum(line.overhang)) * block.size)
        x = frame.left - round(left * block.size)
        if frame.at_right:
            x = frame.right - advance + round(right * block.size)
        layout.placed.append(Placed(line, block.size, x, round(first + pitch * number)))
    return end


def _place_block(layout: Layout, block: Block, frame: Frame, top: int, *, indent: int = 0) -> int:
    y = top
    for line in block.lines:
        above, below = line.extent
        x = frame.left + indent
        if frame.at_right:
            x = frame.right - indent - _dots(line, block.size)
        x += round(line.overhang[0] * block.size)
        layout.placed.append(Placed(line, block.size, x, y + round(above * block.size)))
        y += math.ceil((above + below) * block.size)
    return y


def _place_small(layout: Layout, plan: Plan, stock: Stock) -> None:
    """Place what stands beside the code, its last line level with the foot of the code."""
    y = plan.beside.bottom - sum(block.height for block in plan.small)
    if plan.small:
        last = plan.small[-1]
        margin = stock.height_dots - stock.dots(stock.margin_mm)
        y += min(round(last.lines[-1].extent[1] * last.size), margin - plan.beside.bottom)
    for block in plan.small:
        y = _place_block(layout, block, plan.beside, y)


def _free_corner(layout: Layout, stock: Stock, plan: Plan, name_top: int) -> Box:
    """Return the room opposite the kind that nothing needs: a logo costs no name anything."""
    left, top, right, _bottom = layout.mark
    if layout.placed and layout.placed[0].baseline <= layout.mark[3]:
        kind = layout.placed[0]
        left = min(left, kind.x)
        right = max(right, kind.x + _dots(kind.line, kind.size))
    white, margin = stock.points(stock.text_pt), stock.dots(stock.margin_mm)
    code_top = plan.code_at[1] - plan.module * qr.QUIET_MODULES
    foot = min(name_top - white // 4, top + stock.dots(stock.logo_mm), code_top)
    if plan.name.at_right:
        return margin, top, left - white, foot
    return right + white, top, layout.size[0] - margin, foot


def _dots(line: lines.Line, size: int) -> int:
    return round(line.width * size)
