"""A view of the knowledge on a day, carried over to the next state of the knowledge: only what a change concerns is worked out anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from knowledge.base import KnowledgeBase, View

Changed = Mapping[str, set[str]]
"""The ids of the rows that differ, by table."""
_ONE_BY_ONE = ("commitments", "pledges", "statements", "offices", "summits")
"""What the view has of these tables depends on each row alone, and on its sources."""
_WHOLE = {
    "allies": ("allies",),
    "budgets": ("budgets",),
    "editions": ("editions",),
    "other_editions": ("editions",),
    "edition": ("editions",),
    "_years": ("figures",),
    "_chosen": ("figures", "editions"),
    "_leans": ("statements", "people", "pledges", "commitments", "allies"),
}
"""What else a view keeps → the tables that it is worked out from."""


def moved(view: View, base: KnowledgeBase, changed: Changed) -> View:
    """The view of the same day of a base that differs in these rows."""
    new, kept = View(base, view.day), vars(view)
    if any(_dated(view.base, base, id_) for id_ in changed.get("sources", ())):
        return new
    for name, tables in _WHOLE.items():
        if name in kept and not any(changed.get(table) for table in tables):
            vars(new)[name] = kept[name]
    for table in _ONE_BY_ONE:
        if table in kept:
            vars(new)[table] = _updated(kept[table], new, table, changed.get(table, ()))
    return new


def _dated(before: KnowledgeBase, after: KnowledgeBase, id_: str) -> bool:
    """Whether a source that rows may rest on is gone, or appeared on another day."""
    was, now = before.sources.get(id_), after.sources.get(id_)
    return was is not None and (now is None or was.published_on != now.published_on)


def _updated(rows: dict[str, Any], view: View, table: str, ids: Any) -> dict[str, Any]:
    """The rows of a table with those of the ids as the view has them."""
    if not ids:
        return rows
    found = dict(rows)
    held = getattr(view.base, table)
    known = view.of(table, {id_: held[id_] for id_ in ids if id_ in held})
    for id_ in ids:
        if id_ in known:
            found[id_] = known[id_]
        else:
            found.pop(id_, None)
    return found
