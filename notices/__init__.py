"""Everything that is told to someone: outbox, mail, in-portal list, daily digest.

It carries references at most and never a child's name; it never decides what is due."""
