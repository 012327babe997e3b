"""Stage 6: rows to positions, networks, timelines."""
