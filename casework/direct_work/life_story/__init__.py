"""Life story work: where a child comes from, gathered, checked, and handed over to the child."""
