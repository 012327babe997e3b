"""Stage 4: attributions and acts to coded rows under a codebook. Knows no parser."""
