"""Bytes to text: byte-order marks, UTF-8, the Chinese encodings, Western European; or a refusal."""

from __future__ import annotations

import re

from toolkit.errors import ToolkitError

# Characters that make up about a third of any modern Chinese text, in both scripts: a wrong decoding
# of the same bytes gives rare characters instead.
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种"
    "面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本"
    "去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比"
    "或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总"
    "次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做"
    "必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权"
    "收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信"
    "個們這來時國為說學會對發動後過種產經電現實點業開還應關間樣與體進無將從長當處機兩導義變條結"
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


class Undecodable(ToolkitError):
    """Bytes that are no text in any encoding known here."""


def decode(raw: bytes) -> tuple[str, str]:
    """Turn bytes into text and name the encoding found.

    Raises
    ------
    Undecodable
        For binary files and for bytes that no known encoding turns into plausible text.

    >>> decode("开放合作的新局面".encode("gb18030"))
    ('开放合作的新局面', 'gb18030')
    """
    text, encoding = _decode(raw)
    if len(_CONTROLS.findall(text)) > 0.02 * len(text) + 2:
        raise Undecodable("looks like a binary file: it is full of control characters")
    return text.replace("\r\n", "\n").replace("\r", "\n"), encoding


def _decode(raw: bytes) -> tuple[str, str]:
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe\x00\x00", "utf-32"),
        (b"\x00\x00\xfe\xff", "utf-32"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if raw.startswith(mark):
            return _strictly(raw, encoding), encoding
    if b"\x00" in raw[:4096]:
        return _without_mark(raw)
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        return _legacy(raw, error)


def _strictly(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise Undecodable(f"starts with a {encoding} mark but breaks at byte {error.start}") from None


def _without_mark(raw: bytes) -> tuple[str, str]:
    """Read UTF-16 without a mark: many zero bytes on one side in Western text, few in Chinese."""
    sample = raw[:4096]
    low, high = sample[1::2].count(0), sample[0::2].count(0)
    is_one_sided = max(low, high) > 0.05 * len(sample) and min(low, high) < 0.2 * max(low, high) + 1
    for encoding, is_likely in (("utf-16-le", low > high), ("utf-16-be", low <= high)):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text and ((is_likely and is_one_sided) or _plausibility(text) >= 0.25):
            return text, encoding
    raise Undecodable("looks like a binary file: it holds zero bytes")


def _legacy(raw: bytes, error: UnicodeDecodeError) -> tuple[str, str]:
    candidates = []
    for encoding in ("gb18030", "big5"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        candidates.append((_plausibility(text), encoding, text))
    score, encoding, text = max(candidates, default=(0.0, "", ""))
    if score >= 0.25:
        return text, encoding
    if sum(byte < 128 for byte in raw) >= 0.85 * len(raw):
        try:
            return raw.decode("cp1252"), "cp1252"
        except UnicodeDecodeError:
            pass
    raise Undecodable(
        f"is neither UTF-8 (breaks at byte {error.start}) nor GB18030, Big5, UTF-16 or Western European"
    )


def _plausibility(text: str) -> float:
    """Share of everyday characters among the non-ASCII letters."""
    letters = [character for character in text if character.isalpha() and ord(character) > 127]
    return sum(character in _COMMON for character in letters) / max(1, len(letters))
