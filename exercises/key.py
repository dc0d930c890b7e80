"""The key of a problem set: the solution notebook's own code, and its known mistakes."""
