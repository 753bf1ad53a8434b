"""Meetings about a child: proposed, planned, held; invitees, minutes, and what was agreed."""
