"""The s.17 child and family assessment and its map; it never authorises itself."""
