"""The words and shapes by which a page gives its furniture away: one file for each thing they speak about."""

from toolkit.preprocess.clutter.about import (
    CAPTION,
    CREDIT_INSIDE,
    KEYWORD_HEADING,
    NOTE,
    about_the_text,
    is_about_someone,
    is_name,
    is_post,
)
from toolkit.preprocess.clutter.furniture import furniture, is_menu, likely
from toolkit.preprocess.clutter.headings import INTRODUCES, NUMBERED, SITE_SUFFIX, TEASER, heading_word
from toolkit.preprocess.clutter.stamps import (
    AGO,
    COUNTED,
    DATED,
    ONLY_DATE,
    PLAYER,
    STAMP_AT_END,
    STAMP_GLUED,
    TICKER,
)
from toolkit.preprocess.clutter.words import COMMENTS, DEPARTMENT, LISTS

__all__ = [
    "AGO",
    "CAPTION",
    "COMMENTS",
    "COUNTED",
    "CREDIT_INSIDE",
    "DATED",
    "DEPARTMENT",
    "INTRODUCES",
    "KEYWORD_HEADING",
    "LISTS",
    "NOTE",
    "NUMBERED",
    "ONLY_DATE",
    "PLAYER",
    "SITE_SUFFIX",
    "STAMP_AT_END",
    "STAMP_GLUED",
    "TEASER",
    "TICKER",
    "about_the_text",
    "furniture",
    "heading_word",
    "is_about_someone",
    "is_menu",
    "is_name",
    "is_post",
    "likely",
]
