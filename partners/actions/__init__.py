"""Everything that is written about partners: register imports, contacts, days and confirmations."""
