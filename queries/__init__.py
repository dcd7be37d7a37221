"""Questions: saved ones, found and checked, run on the reader of a slice and never on an engine."""
