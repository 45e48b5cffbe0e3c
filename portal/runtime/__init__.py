"""What lets the portal run with nothing installed by hand: embedded services, the supervisor, front-end files."""
