"""The directory, pure: its catalogue, who may see what, words as tokens, and which hits come first."""
