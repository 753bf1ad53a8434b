"""The library of tools: what each helps with, how to use it, and where it was used."""
