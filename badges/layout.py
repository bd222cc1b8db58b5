"""Where everything stands on one badge, in dots: what to draw, nothing of how.

The code stands bottom left, its quiet zone clear on all four sides, and every other left edge
lines up with it. The first name takes the height that the lines below it leave. A name that
starts from the right puts all text at the right.
"""

from dataclasses import dataclass, field, replace

from badges import fonts, lines, names, qr
from badges.errors import NameMissing
from badges.face import Face, Kind
from badges.lines import Block, Span
from badges.stock import Stock

REGULAR, BOLD = 400, 700
GROUP = 3  # the suffix is read aloud in groups of three
SCALES = (1.0, 0.9, 0.8, 0.7)
WORTH_SMALLER = 1.12
SECOND = 0.75  # a full name is at most three quarters of the first name
GAPS = 4
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
    """Everything to draw: lines, the shape of the kind, a rule, the code."""

    code: qr.Matrix
    code_at: tuple[int, int]
    module: int
    kind: Kind
    mark: Box
    placed: list[Placed] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)


@dataclass(frozen=True)
class Frame:
    """The room that is left for text: its edges, and whether lines stand at the right."""

    left: int
    right: int
    top: int
    bottom: int
    at_right: bool

    @property
    def width(self) -> int:
        """The dots of a full line."""
        return self.right - self.left


@dataclass(frozen=True)
class Words:
    """The lines under the first name: who, what, where from, and what to ask."""

    who: Block | None
    what: list[Block]
    ask: Block | None
    step: int
    indent: int

    @property
    def heights(self) -> int:
        """The dots they take, without the gaps between them."""
        blocks = [self.who, *self.what, self.ask]
        return sum(block.height for block in blocks if block)


def lay_out(face: Face, stock: Stock) -> Layout:
    """Place everything of a cleaned face on a stock.

    Raises:
        NameMissing: neither name has a letter.
    """
    if not face.first_name:
        raise NameMissing
    code = qr.matrix(face.code_url)
    module = max(1, round(stock.dots(stock.qr_mm) / len(code)))
    quiet = module * qr.QUIET_MODULES
    edge = max(stock.dots(stock.margin_mm), quiet)
    code_top = stock.height_dots - edge - module * len(code)
    at_right = fonts.is_rtl(face.first_name)
    frame = Frame(edge, stock.width_dots - edge, edge, code_top - quiet, at_right)
    mark_size = stock.points(stock.text_pt)
    mark_x = frame.right - mark_size if at_right else frame.left
    mark = (mark_x, frame.top, mark_x + mark_size, frame.top + mark_size)
    layout = Layout(code, (edge, code_top), module, face.kind, mark)
    _place_kind(layout, face, frame)
    _place_text(layout, face, stock, frame)
    _place_beside(layout, face, stock, edge + module * len(code) + quiet)
    return layout


def _place_kind(layout: Layout, face: Face, frame: Frame) -> None:
    left, top, right, bottom = layout.mark
    size = bottom - top
    gap = round(size * 0.42)
    block = lines.fit(
        [Span(face.kind_label or " ", BOLD)],
        face.locale,
        frame.width - size - gap,
        (size, size // 2),
        1,
    )
    line = block.lines[0]
    x = left - gap - _dots(line, block.size) if frame.at_right else right + gap
    baseline = bottom - round((size - 0.668 * block.size) / 2)
    layout.placed.append(Placed(line, block.size, x, baseline))


def _place_text(layout: Layout, face: Face, stock: Stock, frame: Frame) -> None:
    """Place the first name and the lines under it, as large as they go together."""
    room = frame.bottom - layout.mark[3]
    words, block = _best(face, stock, frame.width, room)
    step = words.step
    spare = room - words.heights - GAPS * step - names.height(block)
    gap = step + max(0, min(spare // 3, 2 * step))
    y = layout.mark[3] + round(1.4 * gap)
    y = _place_name(layout, block, frame, y) + gap
    if words.who:
        y = _place_block(layout, words.who, frame, y - step // 3) + step // 6
    for each in words.what:
        y = _place_block(layout, each, frame, y)
    if words.ask:
        top = y + min(gap, step + step // 2)
        y = _place_block(layout, words.ask, frame, top, indent=words.indent)
        bar = frame.right - words.indent // 3 if frame.at_right else frame.left
        layout.rules.append((bar, top, bar + words.indent // 3, y))


def _best(face: Face, stock: Stock, width: int, room: int) -> tuple[Words, Block]:
    """Make the other lines smaller only where that makes a small first name clearly larger."""
    enough, fair = (
        int(stock.dots(each) / names.CAP) for each in (stock.good_cap_mm, stock.fair_cap_mm)
    )
    best = None
    for scale in SCALES:
        words = _words(face, stock, width, scale)
        block = names.set_first(face, stock, width, room - words.heights - GAPS * words.step)
        if best is None or block.size > best[1].size * WORTH_SMALLER:
            best = words, block
        if best[1].size >= enough:
            break
        enough = fair  # the first step down is cheap; the others cost the smaller lines
    assert best is not None
    words, block = best
    floor = stock.points(stock.floor_pt)
    largest = max(floor, int(block.size * SECOND))
    if words.who and words.who.size > largest:  # the first name stays the largest text
        who = names.set_full(face, width, (largest, max(floor, int(largest * 0.55))))
        words = replace(words, who=who)
    return words, block


def _words(face: Face, stock: Stock, width: int, scale: float) -> Words:
    floor = stock.points(stock.floor_pt)
    text = max(floor, round(stock.points(stock.text_pt) * scale))
    name = max(floor, round(stock.points(stock.name_pt) * scale))
    who = None
    if face.full_name and face.full_name != face.first_name:
        who = names.set_full(face, width, (name, max(floor, round(name * 0.55))))
    what = [
        lines.fit([Span(each, REGULAR)], face.locale, width, (text, floor), 2)
        for each in (face.role_line, face.organisation)
        if each
    ]
    ask, indent = None, round(text * 0.8)
    if face.ask_me_about:
        spans = [Span(f"{face.ask_label} ", BOLD), Span(face.ask_me_about, REGULAR)]
        ask = lines.fit(spans, face.locale, width - indent, (text, floor), 3)
    return Words(who, what, ask, step=round(text * 0.72), indent=indent)


def _place_name(layout: Layout, block: Block, frame: Frame, top: int) -> int:
    """Place the lines of the first name by their ink, and return where they end."""
    pitch = names.pitch(block.lines) * block.size
    first = top + names.reach(block.lines[0])[0] * block.size
    for number, line in enumerate(block.lines):
        left, right = line.bearings  # large letters stand at the edge with their ink
        x = _x(line, block.size, frame) + round((right if frame.at_right else -left) * block.size)
        layout.placed.append(Placed(line, block.size, x, round(first + pitch * number)))
    return top + names.height(block)


def _place_block(layout: Layout, block: Block, frame: Frame, top: int, *, indent: int = 0) -> int:
    y = top
    inner = Frame(
        frame.left + (0 if frame.at_right else indent),
        frame.right - (indent if frame.at_right else 0),
        frame.top,
        frame.bottom,
        frame.at_right,
    )
    for line in block.lines:
        above, below = line.extent
        x = _x(line, block.size, inner)
        layout.placed.append(Placed(line, block.size, x, y + round(above * block.size)))
        y += -(-round((above + below) * block.size * 100) // 100)
    return y


def _place_beside(layout: Layout, face: Face, stock: Stock, left: int) -> None:
    """Place what stands beside the code, its last line level with the foot of the code."""
    width = stock.width_dots - left - stock.dots(stock.margin_mm)
    small, floor = stock.points(stock.text_pt * 0.76), stock.points(stock.floor_pt * 0.8)
    suffix = "·".join(face.suffix[at : at + GROUP] for at in range(0, len(face.suffix), GROUP))
    texts = [
        (face.scan_label, REGULAR, small, 3),
        (face.domain, BOLD, small, 2),
        (suffix, BOLD, round(small * 1.28), 1),
    ]
    blocks = [
        lines.fit([Span(text, weight)], face.locale, width, (size, floor), rows)
        for text, weight, size, rows in texts
        if text
    ]
    frame = Frame(left, left + width, 0, 0, at_right=False)
    foot = layout.code_at[1] + layout.module * len(layout.code)
    y = foot - sum(block.height for block in blocks)
    if blocks:
        y += round(blocks[-1].lines[-1].extent[1] * blocks[-1].size)
    for block in blocks:
        y = _place_block(layout, block, frame, y)


def _x(line: lines.Line, size: int, frame: Frame) -> int:
    return frame.right - _dots(line, size) if frame.at_right else frame.left


def _dots(line: lines.Line, size: int) -> int:
    return round(line.width * size)
