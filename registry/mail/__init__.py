"""E-mail to those who work here: who is told of what, when, in which words, and how it is sent.

The logs are followed from a position of its own, which is no read model's: building those again sends
nothing. The position and the jobs are written together, so nothing is lost and nothing is queued twice.
"""
