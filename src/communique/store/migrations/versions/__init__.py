"""One file for each change, named for what it changes."""
