"""Figures: `make bench` prints them; nothing here passes or fails by the clock."""
