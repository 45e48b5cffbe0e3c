"""The headers every page carries. No inline code anywhere, so the policy needs no nonce."""

from flask import Flask, Response

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS = (
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    (
        "Referrer-Policy",
        "same-origin",
    ),  # never no-referrer: it would make Origin null, and csrf.py refuse our own forms
    ("Permissions-Policy", "geolocation=(self), camera=(), microphone=(), interest-cohort=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)

HSTS = "max-age=31536000; includeSubDomains"
NO_STORE = "no-store"


def init_app(app: Flask, *, is_secure: bool) -> None:
    always = (*HEADERS, ("Strict-Transport-Security", HSTS)) if is_secure else HEADERS
    defaults = tuple((name, name.lower(), value) for name, value in (*always, ("Cache-Control", NO_STORE)))

    def dress(response: Response) -> Response:
        """One pass over what is there: Werkzeug's own look-ups walk the list again for every name."""
        present = {name.lower() for name, _ in response.headers}
        response.headers.extend([(name, value) for name, lower, value in defaults if lower not in present])
        return response

    app.after_request(dress)
