"""Stage 3: mentions to actors and the parties they speak for."""
