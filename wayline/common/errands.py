"""Which errands take long."""

LONG = "long"
"""The queue of errands that may take minutes (a feed, a film, a count): letters do not wait behind them."""
