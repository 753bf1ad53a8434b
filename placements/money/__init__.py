"""Fees of universities for confirmed days, and journeys students are repaid for."""
