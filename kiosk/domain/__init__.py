"""What exists at an event: one file a subject, its record, rules and queries together.

Verbs take the time as `at`, never commit, never read the clock, know nothing of HTTP, and are safe
to repeat. Each file may use only earlier ones; tests/test_house.py holds the order.
"""
