"""A font that has Chinese, found where the package brought it; figures need no set-up."""

from __future__ import annotations

import base64
import io
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from toolkit.errors import ToolkitError


class MissingFont(ToolkitError):
    """No font with Chinese characters."""


@cache
def chinese_font() -> Path:
    """Find Noto Sans SC (SIL Open Font License), which the package zhplot carries."""
    spec = find_spec("zhplot")  # found, not imported: importing it changes matplotlib's settings
    if spec is None or spec.origin is None:
        raise MissingFont(
            "The package zhplot, which carries the Chinese font, is missing: pip install zhplot"
        )
    path = Path(spec.origin).parent / "fonts" / "NotoSansSC-Regular.ttf"
    if not path.is_file():
        raise MissingFont(f"The package zhplot no longer holds {path.name}: pip install 'zhplot==1.0.0'")
    return path


@cache
def font_family() -> str:
    """Make the font known to matplotlib and give its name."""
    from matplotlib import font_manager

    font_manager.fontManager.addfont(str(chinese_font()))
    return font_manager.FontProperties(fname=str(chinese_font())).get_name()


def embedded_font(text: str) -> str:
    """Give the font as a data address for a page, cut down to the characters that the page uses.

    A page then shows Chinese on a machine without any Chinese font.
    """
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options(flavor="woff", hinting=False, layout_features=[], notdef_outline=True)
    options.drop_tables += ["DSIG", "GSUB", "GPOS"]
    font = TTFont(chinese_font(), recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(text=text)
    cutter.subset(font)
    font.flavor = "woff"
    buffer = io.BytesIO()
    font.save(buffer, reorderTables=False)
    return "data:font/woff;base64," + base64.b64encode(buffer.getvalue()).decode("ascii")
