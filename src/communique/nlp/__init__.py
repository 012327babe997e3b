"""Stage 2: documents to tokens, quotations and attributions. The only place that knows spaCy."""
