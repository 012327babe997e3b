"""Named reads of many rows, each returning model records."""
