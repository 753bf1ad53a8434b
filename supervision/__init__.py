"""Practice educator and student: sessions, agreed actions, observations, evidence.

What is personal stays here; it never writes on a child's file except through a decision."""
