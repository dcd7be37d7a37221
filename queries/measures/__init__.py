"""Questions computed on a slice's network in Python, where Cypher cannot: one module each."""
