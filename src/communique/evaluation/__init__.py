"""Gold records to scores, and the training of the readers."""
