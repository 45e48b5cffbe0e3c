"""The contact base: people who agreed to be written to, where each fact comes from, and the ledger of their consents."""
