"""Floor 4: the offer, its questions and policy, enrollment in it."""
