"""The phone door."""

from flask import Blueprint

bp = Blueprint("phone", __name__)
