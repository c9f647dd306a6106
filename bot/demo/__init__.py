"""The demo: a sandbox, a bot on an empty database, and a page around both. The seam between them is the wire."""
