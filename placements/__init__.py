"""The practice placement: people, checks, agreement, days, reviews, concerns.

It opens and closes a student's access to children and never holds a word about a child."""
