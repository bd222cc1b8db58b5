"""The walls of the house, read from its source: what may import what, how large, how named."""
