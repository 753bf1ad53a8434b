"""The front door: people, roles, teams, reporting lines, permissions, sign-in.

It knows who someone is and may do; it never knows a child."""
