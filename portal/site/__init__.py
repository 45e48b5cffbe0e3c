"""Pages that compose several features: home, projects, search, feeds, legal pages, the staff's dashboard."""
