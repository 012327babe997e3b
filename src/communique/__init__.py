"""Reads news reports on diplomacy and keeps the record, each row with its literal span."""
