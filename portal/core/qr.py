"""Codes to photograph."""

import io

import segno


def svg(url: str) -> bytes:
    """An address as a QR code, dark on white whatever the page's colours."""
    drawing = io.BytesIO()
    segno.make(url, error="m").save(
        drawing, kind="svg", scale=8, border=4, light="#fff", svgclass=None, lineclass=None, title=url
    )
    return drawing.getvalue()
