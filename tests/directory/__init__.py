"""The open test set of the search: a generated company, queries with their truth, and a judge without an analyser."""
