"""Run every benchmark."""

import sys

from bench.cold_start import main

sys.exit(main())
