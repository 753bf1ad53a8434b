"""Pages of direct-work sessions: begin, write, read, sign, and the lists of each."""
