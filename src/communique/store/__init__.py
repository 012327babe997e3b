"""Stage 5: the record in a database. The only place that knows SQL."""
