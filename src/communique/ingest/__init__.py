"""Stage 1: bytes to documents. Marks what each stretch of a report is; never alters a text."""
