"""Turns the tokens into colours, fonts and pixels for one window size, theme and screen."""

from dataclasses import dataclass
from math import floor

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from terminal.qt.icons import Icons
from terminal.qt.tokens import LAYOUTS, Tokens

DRAWN_DPI = 96
STYLE = "fusion"
FACTOR_STEPS = 32  # A window being dragged is redrawn at 32nds, not at every pixel.


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One theme at one size: every widget is made with one and asks it for everything."""

    tokens: Tokens
    icons: Icons
    dark: bool
    layout: str
    factor: float
    touch_factor: float
    text_family: str
    display_family: str

    @property
    def wide(self) -> bool:
        """Whether this is the large layout, which has room for more rows."""
        return self.layout == "wide"

    @property
    def compact(self) -> bool:
        """Whether this is the small layout, which leaves out what is said elsewhere."""
        return self.layout == "compact"

    def px(self, drawn_px: float) -> int:
        """Device-independent pixels on this screen for a length drawn at 96 dpi; at least 1."""
        return max(1, round(drawn_px * self.factor)) if drawn_px else 0

    def size(self, name: str) -> int:
        """A named size in px; what a finger meets never falls below its floor."""
        drawn = self.px(self.tokens.size[name][LAYOUTS.index(self.layout)])
        least = self.tokens.touch.get(name)
        return drawn if least is None else max(drawn, round(least * self.touch_factor))

    def space(self, step: int) -> int:
        """The nth step of the spacing scale, in px."""
        return self.px(self.tokens.space[step])

    def radius(self, name: str) -> int:
        """A named corner radius in px."""
        return self.px(self.tokens.radius[name])

    def stroke(self, name: str) -> int:
        """A named line width in px."""
        return self.px(self.tokens.stroke[name])

    def hex(self, name: str) -> str:
        """A named colour of this theme as #RRGGBB."""
        return self.tokens.colours["dark" if self.dark else "light"][name]

    def colour(self, name: str) -> QColor:
        """A named colour of this theme; the empty name is no colour at all."""
        return QColor(self.hex(name)) if name else QColor(0, 0, 0, 0)

    def line_px(self, role: str) -> int:
        """The line height of a type role, in px."""
        return self.px(self.tokens.type[role].line[LAYOUTS.index(self.layout)])

    def font(self, role: str) -> QFont:
        """The font of a type role: tabular figures, tracking, never under the floor."""
        entry = self.tokens.type[role]
        drawn = max(entry.px[LAYOUTS.index(self.layout)] * self.factor, self.tokens.font_floor_px)
        font = QFont(self.display_family if entry.display else self.text_family)
        font.setPixelSize(round(drawn))
        font.setWeight(QFont.Weight(entry.weight))
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, entry.tracking * drawn)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        font.setFeature(QFont.Tag("tnum"), 1)
        font.setFeature(QFont.Tag("ss03"), 1)
        return font


def choose_layout(tokens: Tokens, width: int, height: int, scale: float = 1.0) -> str:
    """The largest layout that a window of this size carries; `scale` is true dpi / 96."""
    fits = [
        name
        for name in LAYOUTS
        if width / scale >= tokens.layouts[name].least[0]
        and height / scale >= tokens.layouts[name].least[1]
    ]
    return fits[-1] if fits else LAYOUTS[0]


def make_look(
    tokens: Tokens,
    icons: Icons,
    width: int,
    height: int,
    *,
    dark: bool = False,
    dpi: float = DRAWN_DPI,
) -> Look:
    """The look of a window `width` x `height` px on a screen of `dpi`. Needs a QGuiApplication."""
    scale = dpi / DRAWN_DPI
    layout = choose_layout(tokens, width, height, scale)
    drawn_width, drawn_height = tokens.layouts[layout].drawn
    fit = min(width / drawn_width, height / drawn_height)
    installed = frozenset(QFontDatabase.families())
    return Look(
        tokens=tokens,
        icons=icons,
        dark=dark,
        layout=layout,
        factor=max(floor(fit * FACTOR_STEPS), 1) / FACTOR_STEPS,
        touch_factor=scale if fit >= scale else 1.0,
        text_family=first_installed(tokens.families["text"], installed),
        display_family=first_installed(tokens.families["display"], installed),
    )


def first_installed(families: tuple[str, ...], installed: frozenset[str]) -> str:
    """The first of `families` this machine has, else the platform's own UI font."""
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    return next((family for family in families if family in installed), system)


PALETTE_ROLES = {
    QPalette.ColorRole.Window: "canvas",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.AlternateBase: "sunken",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.PlaceholderText: "muted",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.HighlightedText: "on_accent",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.Light: "line",
    QPalette.ColorRole.Mid: "line_strong",
    QPalette.ColorRole.Dark: "line_strong",
}


def palette(look: Look) -> QPalette:
    """This theme as the palette that Fusion draws everything else with."""
    made = QPalette()
    for role, name in PALETTE_ROLES.items():
        made.setColor(role, look.colour(name))
    disabled = QPalette.ColorGroup.Disabled
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text):
        made.setColor(disabled, role, look.colour("faint"))
    made.setColor(disabled, QPalette.ColorRole.ButtonText, look.colour("faint"))
    return made


def dress(application: QApplication, look: Look) -> None:
    """Gives the whole application this look: Fusion, our palette, our text font.

    Each of the three makes every living widget think again, so only what differs is set.
    """
    if application.style().objectName() != STYLE:
        application.setStyle(STYLE)
    wanted, font = palette(look), look.font("body")
    if application.palette() != wanted:
        application.setPalette(wanted)
    if application.font() != font:
        application.setFont(font)
