"""What changes about a placement: its dates, its standing, who educates, who covers."""
