"""An article's bytes → its text → candidates for the knowledge base, each with its place in the text.

    bytes ──documents──▶ text ──passages──▶ sentences ──speakers──▶ who is there
                          │                                          │
                          ├──marks──▶ quoted spans ──quotations──────┤ who said them
                          └──reports · figures · positions · occasions ─────┴─▶ candidates, the same words joined

Nothing here decides what is stored: a candidate is what the text says, and a moderator accepts it or doesn't. Everything
is pure and synchronous; a speaker is linked only where the text or the knowledge base names one person alone.
"""
