"""The domain: frozen records that the stages hand to one another. Standard library only."""
