"""The joinery: crispy template pack, error summary, charts, pagination.

It draws what it is given and knows no word of social work."""
