"""Rows to pages a person reads: the HTML report and the briefs."""
