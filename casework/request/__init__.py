"""Requests for POP work, their decision and reply; a request is never a statutory referral."""
