"""What the graph is and where it is kept; knows nothing of files, questions, pages or the command line."""
