"""The use cases of goals and of what people answer about them, one in a file."""
