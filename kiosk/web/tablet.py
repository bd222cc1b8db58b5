"""The tablet door."""

from flask import Blueprint

bp = Blueprint("tablet", __name__)
