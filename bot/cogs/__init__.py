"""What people can do on Discord: one module a feature, found by being there; each has `async def setup(bot)`."""
