"""The seams every feature shares: transaction, tenancy, events, access, pages. Knows no feature."""
