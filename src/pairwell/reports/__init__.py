"""Floor 8: takes what insights read to other places: reports by mail, exports, moving away."""
