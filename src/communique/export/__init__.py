"""Stage 7: rows and results to files that other programs open."""
