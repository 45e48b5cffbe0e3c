"""What the back office asks about people."""
