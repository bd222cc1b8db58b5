"""What happens later, from a queue: printing, mail and housekeeping (claim, do, record).

Each loop takes one thing at a time under a lease and commits around what cannot be undone, so that
a crash leaves a trace and never a second letter or badge.
"""
