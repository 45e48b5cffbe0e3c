"""Documents that an answer or a project names: one per line, what it is and then its address."""

from urllib.parse import urlsplit

SCHEMES = ("https", "http")

Document = dict[str, str]


def read(line: str) -> Document | None:
    """Words and address of a document: {"title", "url"}. None where the line has no words, or ends in no address that
    leads to a page: a script, a file of the reader's own machine, another site's address without its scheme."""
    title, _space, url = line.strip().rpartition(" ")
    title = title.strip(" :")
    return {"title": title, "url": url} if title and leads_to_a_page(url) else None


def leads_to_a_page(url: str) -> bool:
    """Whether it is an https or http address with a host, or a path of this very site."""
    if "\\" in url or not url.isprintable():
        return False
    if url.startswith("/"):
        return not url.startswith("//")
    try:
        parts = urlsplit(url)
        return parts.scheme in SCHEMES and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:  # a port or an IPv6 address that is none
        return False


def written(document: Document) -> str:
    """The line it was read from."""
    return f"{document['title']} {document['url']}"
