"""`pairwell`, started the way its script starts it."""

from pairwell.cli.main import main

main()
