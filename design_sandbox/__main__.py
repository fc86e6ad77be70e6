"""`python -m design_sandbox` is the `design-sandbox` command."""

import sys

from design_sandbox.cli import main

sys.exit(main())
