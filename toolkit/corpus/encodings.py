"""Which older encoding bytes are in, by the characters that each language uses most.

A wrong decoding of the same bytes gives rare characters: Chinese read as Japanese has no kana, Korean
read as Chinese has none of the everyday Chinese characters, Cyrillic in the wrong table has capitals
inside its words.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

# Characters that make up about a third of any modern Chinese text, in both scripts.
_CHINESE = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种"
    "面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本"
    "去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比"
    "或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总"
    "次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做"
    "必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权"
    "收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信"
    "個們這来時國為說學會對發動後過種產經電現實點業開還應關間樣與體進無將從長當處機兩導義變條結"
    "裡麼來裏麽總資邊級圖統較組見計別論運農幾區強決幹戰則據隊給門規熱領東壓爭濟階術極聯認權證採轉單風帶"
    "場車務萬達積議聲報鬥類離華確張黨題質氣問員數線內"
)
_KANJI = frozenset(
    "日一国会人年大十二本中長出三同時政事自行社見月分議後前民生連五発間対上部東者党地合市業内相方四定今"
    "回新場金員九入選立開手米力学問高代明実円関決子動京全目表戦経通外最言氏現理調体化田当八六約主題下首"
    "意法不来作性的要用制治度務強気小七成期公野協取都和統以機平総加山思家話世受区領多県続進正安設保改数"
)
_HANGUL = frozenset(
    "이다는의에가을하고한로지사은기도를어자인리시대해서나과있들정그으라일수부장원스제상것전아보여주구조만게"
    "유성적동공연화경국위되관선년습니음마비계신문소당중민회실생안오우입했세방행내교개체발업무결산재불할까요"
)
_CYRILLIC = frozenset("оеаинтсрвлк")
_WESTERN = frozenset("éèêëàâäáãåæçñöôóõøßüùúûíìîïœÉÈÀÄÁÅÆÇÖÓØÜÚŒ’‘“”–—…«»€£°§©®·¿¡½•ªº™")

_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u30fc]")
_CYRILLIC_WORD = re.compile(r"[\u0400-\u04ff]+")
_SHAPED = re.compile(r".?[\u0430-\u045f]*|[\u0400-\u042f]+")
_HIGH_RUN = re.compile(r"[^\W\d_\x00-\x7f]+")


def chinese(text: str) -> float:
    """Share of everyday Chinese characters among the letters that are not ASCII."""
    letters = _letters(text)
    return sum(letter in _CHINESE for letter in letters) / max(1, len(letters))


def _japanese(text: str) -> float:
    letters = _letters(text)
    kana = len(_KANA.findall("".join(letters)))
    common = kana + sum(letter in _KANJI for letter in letters)
    return common / len(letters) if kana >= 0.15 * max(1, len(letters)) else 0.0


def _korean(text: str) -> float:
    letters = _letters(text)
    return sum(letter in _HANGUL for letter in letters) / max(1, len(letters))


def _cyrillic(text: str) -> float:
    words = _CYRILLIC_WORD.findall(text)
    letters = sum(map(len, words))
    if letters < 0.9 * len(_letters(text)) or not letters:
        return 0.0
    shaped = sum(len(word) for word in words if _SHAPED.fullmatch(word)) / letters
    common = sum(letter in _CYRILLIC for word in words for letter in word.lower()) / letters
    return shaped * max(0.0, min(1.0, (common - 0.4) / 0.3))


def _western(text: str) -> float:
    """Accents stand alone inside words, in a text that is mostly ASCII."""
    high = [character for character in text if ord(character) > 127]
    if not high or len(high) > 0.15 * len(text):
        return 0.0
    known = sum(character in _WESTERN for character in high) / len(high)
    runs = _HIGH_RUN.findall(text)
    single = sum(len(run) <= 2 for run in runs) / len(runs) if runs else 1.0
    return max(0.1, known) * max(0.1, single)  # undefined bytes refuse by themselves; odd ones are unsure


def _glued(text: str) -> float:
    """Share of the words with other letters that are one or two such letters inside an ASCII word."""
    runs = list(_HIGH_RUN.finditer(text))
    short = [run for run in runs if run.end() - run.start() <= 2]
    inside = sum(
        _is_ascii_letter(text[run.start() - 1 : run.start()])
        or _is_ascii_letter(text[run.end() : run.end() + 1])
        for run in short
    )
    return inside / len(runs) if runs else 0.0


def _is_ascii_letter(character: str) -> bool:
    return character.isascii() and character.isalpha()


# Name, score of a text read in it, the least score that is believed, the usual score.
_CANDIDATES: tuple[tuple[str, Callable[[str], float], float, float], ...] = (
    ("gb18030", chinese, 0.25, 0.5),
    ("big5", chinese, 0.25, 0.5),
    ("big5hkscs", chinese, 0.25, 0.5),
    ("cp932", _japanese, 0.4, 0.7),
    ("euc_jp", _japanese, 0.4, 0.7),
    ("cp949", _korean, 0.35, 0.6),
    ("cp1251", _cyrillic, 0.4, 0.9),
    ("koi8-r", _cyrillic, 0.4, 0.9),
    ("cp1252", _western, 0.01, 0.9),
)
_SAME = {"big5hkscs": "big5"}


def guess(sample: bytes) -> list[tuple[str, float]]:
    """List the encodings that make a plausible text of the bytes, the best first, with confidence.

    Parameters
    ----------
    sample
        Bytes that start with a whole character; the last one may be cut.
    """
    scores = []
    for place, (encoding, score, least, usual) in enumerate(_CANDIDATES):
        try:
            text = codecs.getincrementaldecoder(encoding)("strict").decode(sample)
        except UnicodeDecodeError:
            text = codecs.getincrementaldecoder(encoding)("replace").decode(sample)
            if text.count("\ufffd") > 0.001 * len(text):
                continue
        is_western = score is _western
        found = score(text) * (1.0 if is_western else 1 - _glued(text))
        if found >= least:
            # An accent inside an English-looking word says more than a letter among others.
            evidence = len(_letters(text)) * (3 if is_western else 1)
            scores.append((min(1.0, found / usual), -place, encoding, evidence))
    scores.sort(reverse=True)
    ranked = []
    for best, _, encoding, evidence in scores:
        rivals = [other for other, _, name, _ in scores if _same(name) != _same(encoding)]
        rival = max(rivals, default=0.0)
        # Two dozen letters are enough where no other reading makes sense.
        confidence = best * (1 - 0.5 * rival) * (evidence + 1) / (evidence + 4)
        ranked.append((encoding, round(min(0.99, confidence), 2)))
    return ranked


def _same(encoding: str) -> str:
    return _SAME.get(encoding, encoding)


def _letters(text: str) -> list[str]:
    return [character for character in text if character.isalpha() and ord(character) > 127]
