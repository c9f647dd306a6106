"""The directory's use cases, one in a file. None of them acts where rituals.yaml has no `directory:`."""
