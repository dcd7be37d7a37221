"""Questions computed on a slice's network in Python, where Cypher cannot: one module each."""

MOST_PATHS = 20  # between two entities that are still read; there may be millions
