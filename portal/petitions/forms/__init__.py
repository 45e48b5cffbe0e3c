"""What residents fill in."""
