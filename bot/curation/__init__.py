"""How moderators keep the knowledge current: the log of their changes, and the present knowledge that it makes."""
