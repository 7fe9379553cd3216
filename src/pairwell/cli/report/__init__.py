"""A run as one HTML file for people: no network, no script, readable on paper, on a phone and in the dark."""

from pairwell.cli.report.page import render
from pairwell.cli.report.subject import Person, Subject

__all__ = ["Person", "Subject", "render"]
