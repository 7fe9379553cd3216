"""`python -m pairwell.cli` is `pairwell`."""

import sys

from pairwell.cli.main import main

sys.exit(main())
