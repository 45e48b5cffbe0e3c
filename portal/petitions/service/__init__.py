"""Use cases of petitions: one function, one transaction.

`starting` makes one, `deciding` is what officials decide, `opening` lets it open with its first signatures, `signing` is the
act of thousands, `promising` keeps thresholds and their clocks.
"""
