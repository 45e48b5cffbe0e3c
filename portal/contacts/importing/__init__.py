"""Lists of people that the organisation has already, brought into the base with their source and their proofs."""
