"""Joins the stages: the pipeline, the run over a store, the pure filter."""
