"""English words that tell where glued letters may be cut, and where they are names or compounds."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FRONT = _words(
    """
    the of and to in a an is for on with that as by at from it was are be has its their this his her
    our your which who have had were will would could should can may must not but or also than these
    those such all without within across around after before through toward towards new more most
    both into between about during against among some many any each every other only when where
    while because although since until they he she we there how what if been being do does did said
    says very so no my
    """
)
"""Small words that anything may follow."""

BACK = _words(
    """
    the of and to in is for on with that as by at from was are has its their this his her our which
    who have had were will would could should can may must not but or than these those into between
    about through during against among when where while because although since until they he she we
    said says also without across around a an it be been being did does there under over after
    before more most all
    """
)
"""Small words that may follow anything."""

PREFIXES = _words(
    """
    in on at by to for so no do be as all more most under over after before up out off down back
    through ultra mini multi semi super inter counter anti post pre cross self micro macro mega auto
    cyber bio eco geo hydro electro thermo photo petro tele video neo pseudo quasi trans sub hyper
    meta nano techno infra intra extra agri aero astro can may will any every some other not non an
    a he she we her his our my who how what if
    """
)
"""What also begins words and names (inland, overwork, forbid, microchip)."""

SUFFIXES = _words(
    """
    in on at by to as is or an a it be he we us me am up so do no if her his our all over under more
    most can may out off down back son man men land side way wise like less ness ship hood wear work
    wood house field fold time day line ford ton ham burg berg stein ville worth well hill stone
    port gate ware tech soft bank proof able free maker makers goer goers going shoring book books
    board boards cast room rooms woman ants ant ability ally ate ion ions ing ings ism ist ists ity
    ment ments ous ships ward wards good women body bodies meal paper papers ball balls sheet sheets
    """
)
"""What also ends words, compounds and names (Austin, paperwork, Westgate)."""

SHORT = _words(
    """
    a of to in is it he by on at an as us we me my no so up or if be do go am the and
    """
)
"""The words of one and two letters, and two of three."""

WITH_ARTICLE = _words(
    """
    isa ofa asa ata ina ona bya toa
    """
)
"""A preposition or verb with the article: three letters are too few to be judged otherwise."""

PARTICLES = _words(
    """
    out down away back off together us me
    """
)
"""What stands behind many verbs."""

OPENING = _words(
    """
    the this that these those in on at for from with and but as if when while since because although
    its their his her our your there they many some most such both each every other another between
    during under after before through among by to of it he she we you no not all more only how what
    where who why an a is are so also however meanwhile moreover today i last next first rather
    according even just still now then here yet
    """
)
"""Words that open sentences."""

NAME_PREFIXES = _words(
    """
    in on at by to for so no as all more under after an a he she we her our his how who why of it is
    are you
    """
)
"""Words that open sentences, and names and brands as well."""

VERBS = _words(
    """
    has was were have said says with from that which will would should could their
    """
)
"""Small words in which no name ends."""

OPENING_CAPITAL = _words(
    """
    The In On At For From With And But As When While Of By To If Its Their That This
    """
)
"""Words that open sentences and stand before names there."""

NAME_PARTICLES = _words(
    """
    van von del den der des das dos ter ten bin ibn abu mac fitz san los las les dal della
    """
)
"""Small words inside family names."""

CODE = _words(
    """
    get set is has to on from with for as add remove create update delete find make new parse read
    write load save check handle init run start stop use do my file name data user index event
    element node array string object value by in at if not no can will all list key type text page
    item base last first next before after should did was are be that this your log map max min num
    open close send show hide test try wait
    """
)
"""How names in program code begin (getItem, onClick)."""

BODIES = _words(
    """
    USA US UK UN EU UAE NATO ASEAN WTO IMF WHO OECD BRICS APEC
    """
)
"""Acronyms that follow common words."""

OFFICES = _words(
    """
    commission council department congress senate government ambassador army navy treasury
    parliament administration charter embassy officials trade
    """
)
"""What an acronym of a state or a body has."""

TITLES = _words(
    """
    north south east west northern southern eastern western central new latin saudi san prime vice
    president minister senator secretary general judge justice king queen prince princess sir lord
    lady lieutenant captain colonel professor doctor pope saint mr mrs ms dr united european
    national federal royal supreme mount lake fort port upper lower greater
    """
)
"""Words that stand before names."""

DATES = _words(
    """
    January February March April May June July August September October November December Monday
    Tuesday Wednesday Thursday Friday Saturday Sunday
    """
)
"""Months and days, which are common words, too."""

BEFORE_NUMBER = _words(
    """
    his her after before
    in of to from by since the and for with than nearly until during about between january february
    march april june july august september october november december late early mid another some
    below above around through every over under only almost least most is are was were has have had
    at on per last next their its which that as against within across but
    """
)
"""Words that stand before numbers."""

BEHIND_NUMBER = _words(
    """
    and the was were has had with that than from for per are but to of yuan tons days year week jobs
    will into
    """
)
"""Short words that stand behind numbers and are no units."""
