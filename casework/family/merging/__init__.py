"""Two records of one child become one, by a stored list of moves that can be played back."""
