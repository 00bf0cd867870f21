"""Names of things in addresses and in records: stable, and no number that counts people's items."""

import secrets


def new_key() -> str:
    """Sixteen letters and digits."""
    return secrets.token_hex(8)
