"""How servers behave: what citecheck says of each row of the table, and what lychee says."""
