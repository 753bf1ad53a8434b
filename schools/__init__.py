"""Group work and school-based work: programmes, groups, registers, drop-ins.

It never keeps its own copy of a child and never speaks to placements."""
