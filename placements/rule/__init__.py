"""What each university asks of placements, by academic year, and who confirmed it."""
