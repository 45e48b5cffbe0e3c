"""Tenants: one controller, one host, one regime each."""
