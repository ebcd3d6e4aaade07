"""NATO's common budgets and who pays what part of them, and what part of all allies' spending somebody's is."""

from __future__ import annotations

from decimal import Decimal

from bot.draft import Draft
from bot.language.frame import Frame
from knowledge import compute, units
from knowledge.base import ALLIANCE, Figure, View
from knowledge.compute import Computed
from knowledge.model import Budget, CostShare

NO_PAYMENT = (
    "owe",
    "forecast",
    "why",
    "rank",
    "meet",
    "average",
    "aid",
    "definition",
    "equipment",
    "personnel",
    "growth",
    "target",
    "change",
)
"""Cues of questions that ask for something else than who pays what."""
NAMED = {"common-funding", "us-share-of-common-funding", "cost-share", "cost-share-formula"}
"""The reference entries on the common budgets as a whole."""
BUDGETS = {"civil-budget": "civil", "military-budget": "military", "nsip": "nsip"}
"""The reference entries on one of them, with its field."""
_WORDS = {"common", "commonly", "direct", "civil", "nsip", "own", "running", "dues", "fee", "fees", "cost"}
_SPENDING = {"spending", "expenditure", "expenditures", "spend", "spends", "defence", "defense", "military", "allied"}


def common(frame: Frame) -> bool:
    """Whether NATO's own budget is named, which can also mean the allies' spending."""
    return frame.has("budget_common") or bool(set(frame.ids("reference")) & (NAMED | BUDGETS.keys()))


def meant(frame: Frame) -> tuple[str, ...]:
    """Which money is meant, ("common",) or ("spending",); () where the words leave it open."""
    words = frame.bag
    if words & _WORDS or set(frame.ids("reference")) & {"cost-share", "cost-share-formula", "nsip", "civil-budget"}:
        return ("common",)
    return ("spending",) if words & _SPENDING and not common(frame) and "budget" not in words else ()


def part(view: View, subjects: tuple[str, ...], year: int | None) -> tuple[Computed, list[Figure], Figure] | None:
    """What part of the allies' spending together the subjects' is, in one year of one edition."""
    for edition in view.editions:
        whole = view.figure("amount", ALLIANCE, year, edition.id) if year else view.newest("amount", ALLIANCE, edition.id)
        if whole is None:
            continue
        parts = [figure for id_ in subjects if (figure := view.figure("amount", id_, whole.year, edition.id))]
        share = compute.proportion(sum((figure.value for figure in parts), Decimal(0)), whole.value, units.USD)
        if parts and share:
            return share, parts, whole
    return None


def cost_share(view: View, ally: str, year: int | None) -> CostShare | None:
    """The ally's part of the common budgets in a year, or the newest known."""
    rows = [row for row in view.base.cost_shares if row.ally == ally and view.known({"": row})]
    rows = [row for row in rows if row.start <= (year or view.day.year) <= row.end] or ([] if year else rows)
    return max(rows, key=lambda row: (row.on, row.start), default=None)


def budget(view: View, year: int | None) -> Budget | None:
    rows = [row for row in view.budgets if row.year == (year or row.year) and row.year <= max(view.day.year, year or 0)]
    return rows[0] if rows else None


def common_line(draft: Draft, year: int | None, only: str = "") -> str:
    """NATO's common budgets of a year, in words."""
    context = draft.context
    row = budget(context.view, year)
    if row is None:
        return ""
    names = {"total": "together", "civil": "civil budget", "military": "military budget", "nsip": "Security Investment Programme (ceiling)"}
    parts = []
    for field, name in names.items():
        value = getattr(row, field)
        if value is None or (only and field != only):
            continue
        draft.value(f"NATO common budgets, {name}", value, units.EUR, period=str(row.year))
        parts.append(f"{context.amount(value, units.EUR)} {name}" if field == "total" else f"{name} {context.amount(value, units.EUR)}")
    draft.rest(row)
    draft.caveat(row.note or "")
    return f"NATO's common budgets {row.year}: {', '.join(parts)}." if parts else ""


def share_line(draft: Draft, row: CostShare) -> str:
    context = draft.context
    period = f"{row.start} to {row.end}" if row.end != row.start else str(row.start)
    about = "about " if row.approximate else ""
    draft.value(
        f"{context.name(row.ally, article=False)}, part of NATO's common budgets",
        row.share,
        units.PERCENT,
        subject=row.ally,
        period=f"{row.start}/{row.end}",
    )
    draft.rest(row, most=2)
    draft.caveat(row.note or "")
    return f"{context.name(row.ally)} pays {about}{compute.plain(row.share)}% of NATO's common budgets ({period})"
