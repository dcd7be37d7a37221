"""What `macrosur` can be told to do: a command parses what was typed, makes one call, and prints."""
