"""What is printed beside badges: the slip at the exit, signs, tent cards, the proof of a printer.

Each is a record of words, already translated, and becomes whole pages on any stock.
"""
