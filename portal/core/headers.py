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
    def dress(response: Response) -> Response:
        headers = response.headers
        for name, value in HEADERS:
            if name not in headers:
                headers[name] = value
        if is_secure and "Strict-Transport-Security" not in headers:
            headers["Strict-Transport-Security"] = HSTS
        if "Cache-Control" not in headers:
            headers["Cache-Control"] = NO_STORE
        return response

    app.after_request(dress)
