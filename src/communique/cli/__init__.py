"""The command line: parses, calls one plain function, prints. No work is done here."""
