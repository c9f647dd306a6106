"""The database: tables, one repository per noun. Returns frozen values, never rows."""
