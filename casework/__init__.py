"""The child: identity, family, episode, consent, work, plans, chronology, in wings by noun.

It never knows who is assessed or supervised, only who may see and who is accountable."""
