"""Every read beyond a primary key, and every statement written by hand."""
