"""Public JSON: everything that residents may see, for programs. GET only, no key, no session."""
