"""Pages that the gateway gives by itself, where no application can speak: complete, in both languages, the town unknown.

They ask for the style sheet of all pages and are readable without it.
"""

from dataclasses import dataclass
from string import Template

HEADERS = (
    ("content-type", "text/html; charset=utf-8"),
    ("cache-control", "no-store"),
    ("content-security-policy", "default-src 'none'; style-src 'self'; font-src 'self'; base-uri 'none'"),
    ("x-content-type-options", "nosniff"),
)

_PAGE = Template("""<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<link rel="stylesheet" href="/static/build/portal.css">
</head>
<body>
<main><div class="wrap narrow page">
<p class="note">Erreur $code</p>
<h1 class="pull">$title</h1>
<p class="lead push">$happened</p>
<p class="push">$now</p>
<section class="part" lang="en">
<h2>$english_title</h2>
<p>$english_happened</p>
<p class="push">$english_now</p>
</section>
</div></main>
</body>
</html>
""")


@dataclass(frozen=True)
class Words:
    """What happened, and what to do now."""

    title: str
    happened: str
    now: str


def _page(code: int, french: Words, english: Words) -> str:
    return _PAGE.substitute(
        vars(french),
        code=code,
        english_title=english.title,
        english_happened=english.happened,
        english_now=english.now,
    )


TOO_SLOW = _page(
    408,
    Words(
        "L’envoi a duré trop longtemps",
        "Votre envoi ne nous est pas parvenu en entier : nous l’avons interrompu. Rien n’est enregistré.",
        "Revenez en arrière, vérifiez votre connexion, puis envoyez de nouveau.",
    ),
    Words(
        "Sending took too long",
        "What you sent did not reach us whole, and we cut it off. Nothing was kept.",
        "Go back, check your connection, then send it again.",
    ),
)
FAILED = _page(
    500,
    Words(
        "Une erreur est survenue",
        "Le site n’a pas pu vous répondre. Vous n’y êtes pour rien, et l’erreur est inscrite dans notre journal.",
        "Revenez en arrière et essayez de nouveau dans quelques minutes. Envoyer deux fois le même formulaire ne compte qu’une fois.",
    ),
    Words(
        "Something went wrong",
        "The site could not answer you. It is not your fault, and the error is in our log.",
        "Go back and try again in a few minutes. The same form sent twice counts once.",
    ),
)
