"""Alembic's side of the store: `env.py` runs inside the transaction that the store opens."""
