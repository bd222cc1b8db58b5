"""Real parts for tests: databases, Redis, Chromium, a served application.

Each is started here, on loopback only, and stopped by its own process id.
"""
