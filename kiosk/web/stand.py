"""The stand door."""

from flask import Blueprint

bp = Blueprint("stand", __name__)
