"""What the chronology says of who may open a restricted record."""
