"""The law run over published figures and over a custodian's own report, period by period."""

from usufruct.waterfall.own_report import OwnReport, run_filing
from usufruct.waterfall.replay import Replay, replay

__all__ = ["OwnReport", "Replay", "replay", "run_filing"]
