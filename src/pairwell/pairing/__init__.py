"""Floor 6: who could meet whom: match runs, proposals, decisions. Talks to the engine."""
