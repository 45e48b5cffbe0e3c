"""What staff fill in to make a survey."""
