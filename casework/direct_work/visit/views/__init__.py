"""Pages of visits: plan, go and come back, record, read, sign."""
