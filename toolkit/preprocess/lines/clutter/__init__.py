"""The words and shapes by which a page gives its furniture away: one file for each thing they speak about."""

from toolkit.preprocess.lines.clutter.about import (
    CREDIT_INSIDE,
    KEYWORD_HEADING,
    NOTE,
    about_the_text,
    is_about_someone,
    is_caption,
    is_name,
    is_post,
)
from toolkit.preprocess.lines.clutter.closing import (
    closing_remarks,
    is_numbered_note,
    is_portrait,
    is_reference,
)
from toolkit.preprocess.lines.clutter.credits import credit
from toolkit.preprocess.lines.clutter.furniture import furniture, is_menu, likely
from toolkit.preprocess.lines.clutter.headings import (
    BRACKETED,
    CONTENTS,
    EDIT_LINK,
    INTRODUCES,
    NUMBERED,
    SITE_SUFFIX,
    TEASER,
    heading_word,
)
from toolkit.preprocess.lines.clutter.sentences import plain_sentences
from toolkit.preprocess.lines.clutter.stamps import (
    AGO,
    COUNTED,
    DATED,
    ONLY_CLOCK,
    ONLY_DATE,
    PLAYER,
    STAMP_AT_END,
    STAMP_GLUED,
    TICKER,
)
from toolkit.preprocess.lines.clutter.words import COMMENTS, DEPARTMENT, LISTS

__all__ = [
    "AGO",
    "BRACKETED",
    "COMMENTS",
    "CONTENTS",
    "COUNTED",
    "CREDIT_INSIDE",
    "DATED",
    "DEPARTMENT",
    "EDIT_LINK",
    "INTRODUCES",
    "KEYWORD_HEADING",
    "LISTS",
    "NOTE",
    "NUMBERED",
    "ONLY_CLOCK",
    "ONLY_DATE",
    "PLAYER",
    "SITE_SUFFIX",
    "STAMP_AT_END",
    "STAMP_GLUED",
    "TEASER",
    "TICKER",
    "about_the_text",
    "closing_remarks",
    "credit",
    "furniture",
    "heading_word",
    "is_about_someone",
    "is_caption",
    "is_menu",
    "is_name",
    "is_numbered_note",
    "is_portrait",
    "is_post",
    "is_reference",
    "likely",
    "plain_sentences",
]
