"""A run as one HTML file for people: no network, no script, readable on paper, on a phone and in the dark."""

from pairwell.matching.report.page import render
from pairwell.matching.report.subject import Person, Subject

__all__ = ["Person", "Subject", "render"]
