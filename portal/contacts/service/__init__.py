"""Use cases of the contact base: one function, one transaction."""
