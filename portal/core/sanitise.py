"""HTML from outside is cleaned once, when it is written. Only columns named `*_html` are ever printed unescaped."""

import re
import unicodedata

import bleach
import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

TAGS = frozenset({"p", "br", "strong", "em", "ul", "ol", "li", "a", "h2", "h3", "h4", "blockquote", "code", "hr"})
ATTRIBUTES = {"a": ["href", "title"]}
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")

_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False})


def clean_html(html: str) -> Markup:
    """What may be shown of HTML that somebody else wrote. bleach reads it, nh3 (still maintained) has the last word."""
    read = bleach.clean(html, tags=TAGS, attributes=ATTRIBUTES, protocols=SCHEMES, strip=True, strip_comments=True)
    last = nh3.clean(
        read,
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        url_schemes=set(SCHEMES),
        link_rel="nofollow noopener",
    )
    return Markup(last)  # noqa: S704 - this is the one place that says so


def from_markdown(text: str) -> Markup:
    """Markdown of an editor or a resident, as clean HTML; a first-level title becomes a second, since pages have one h1."""
    html = _markdown.render(clean_text(text))
    return clean_html(html.replace("<h1>", "<h2>").replace("</h1>", "</h2>"))


def clean_text(text: str) -> str:
    """One way to write the same text: NFC, Unix line ends, no control or direction-changing characters."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", FORBIDDEN.sub("", unified)).strip()
