"""Genogram and ecomap: a family as a graph, its layout, and the drawing. Pure functions."""
