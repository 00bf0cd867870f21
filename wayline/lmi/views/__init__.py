"""The pages of the explorer: public, each with an address to share, a CSV and a print view."""
