"""The child's page: overview, tabs and panels that wings and rooms register; it writes nothing."""
