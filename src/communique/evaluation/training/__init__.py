"""Training of the shipped models. PyTorch is imported inside functions; nothing here is needed to read a report."""
