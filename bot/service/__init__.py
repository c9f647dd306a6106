"""Use cases, one per file: load, decide, save. The one door to the database is `commit`."""
