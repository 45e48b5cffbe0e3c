"""People who sign in: staff by password, residents by a mailed link; roles and what each may do."""
