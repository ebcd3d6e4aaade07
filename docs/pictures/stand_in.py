"""Components V2 → HTML that looks like Discord, near enough to judge a reply by: for pictures only."""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

NOW = datetime(2026, 6, 23, 7, tzinfo=UTC)
"""When the pictures of reminders are taken."""
CONTAINER, ROW, BUTTON, TEXT, GALLERY, SEPARATOR = 17, 1, 2, 10, 12, 14
FONTS = '"Noto Sans", "Liberation Sans", "DejaVu Sans", "Noto Color Emoji", sans-serif'
STYLE = f"""
* {{ box-sizing: border-box; margin: 0; }}
body {{ background: #313338; color: #dbdee1; font: 16px/1.375 {FONTS}; padding: 16px; }}
.message {{ display: grid; grid-template-columns: 40px 1fr; gap: 4px 16px; margin-bottom: 18px; }}
.face {{ width: 40px; height: 40px; line-height: 40px; border-radius: 50%; background: #5865f2; color: #fff; text-align: center; }}
.bot .face {{ background: #1d5aa6; }}
.name {{ font-weight: 500; color: #f2f3f5; }}
.tag {{ background: #5865f2; color: #fff; font-size: 10px; padding: 1px 5px; border-radius: 4px; }}
.time, small {{ color: #949ba4; font-size: 13px; }}
.to {{ color: #b5bac1; font-size: 14px; grid-column: 2; }}
.box {{ background: #2b2d31; border: 1px solid #3f4147; border-left: 4px solid var(--accent); border-radius: 8px; }}
.box {{ padding: 14px 16px; max-width: 600px; margin-top: 4px; display: grid; gap: 8px; }}
.box hr {{ border: 0; border-top: 1px solid #3f4147; }}
.at {{ background: #3c4270; color: #c9cdfb; border-radius: 3px; padding: 0 2px; }}
.stamp {{ background: #404249; border-radius: 3px; padding: 0 2px; }}
p:empty {{ height: 11px; }}
small {{ display: block; line-height: 1.4; }}
a {{ color: #00a8fc; text-decoration: none; }}
blockquote {{ border-left: 4px solid #4e5058; border-radius: 4px; padding-left: 12px; }}
ul, ol {{ padding-left: 24px; }}
.row {{ display: flex; flex-wrap: wrap; gap: 8px; margin-top: 8px; max-width: 600px; }}
.box .row {{ margin-top: 0; }}
button {{ font: 500 14px/16px {FONTS}; color: #fff; background: #4e5058; border: 0; border-radius: 8px; }}
button {{ padding: 8px 14px; text-align: left; }}
button.s1 {{ background: #5865f2; }}
button.s4 {{ background: #da373c; }}
button[disabled] {{ opacity: .5; }}
img {{ max-width: 100%; border-radius: 8px; display: block; }}
code {{ background: #1e1f22; border-radius: 4px; padding: 0 3px; font-size: 85%; }}
.own {{ color: #949ba4; font-size: 13px; margin-top: 4px; }}
"""


def page(messages: Sequence[str]) -> str:
    return f"<!doctype html><meta charset=utf-8><style>{STYLE}</style>{''.join(messages)}"


def person(name: str, words: str) -> str:
    shown = inline(words).replace("@pledgebot", "<span class=at>@pledgebot</span>")
    head = f"<span class=name>{name}</span> <span class=time>14:02</span>"
    return f"<div class=message><div class=face>{name[0]}</div><div>{head}<p>{shown}</p></div></div>"


def bot(components: Sequence[dict[str, Any]], picture: bytes | None = None, to: str = "", *, private: bool = False) -> str:
    body = "".join(component(each, picture) for each in components)
    above = f"<div></div><div class=to>↱ {html.escape(to)}</div>" if to else ""
    own = "<div class=own>👁 Only you can see this · Dismiss message</div>" if private else ""
    head = "<span class=name>pledgebot</span> <span class=tag>APP</span> <span class=time>14:02</span>"
    return f"<div class='message bot'>{above}<div class=face>p</div><div>{head}{body}{own}</div></div>"


def component(one: dict[str, Any], picture: bytes | None) -> str:
    inside = "".join(component(child, picture) for child in one.get("components", ()))
    shown: dict[int, Callable[[], str]] = {
        CONTAINER: lambda: f"<div class=box style='--accent:#{one.get('accent_color') or 0x2B2D31:06x}'>{inside}</div>",
        ROW: lambda: f"<div class=row>{inside}</div>",
        BUTTON: lambda: f"<button class=s{one['style']}{' disabled' if one.get('disabled') else ''}>{html.escape(one['label'])}</button>",
        TEXT: lambda: f"<div>{markdown(one['content'])}</div>",
        GALLERY: lambda: f"<img src='data:image/png;base64,{base64.b64encode(picture or b'').decode()}'>",
        SEPARATOR: lambda: "<hr>",
    }
    return shown[one["type"]]()


def markdown(text: str) -> str:
    """As much of Discord's Markdown as the bot writes."""
    out = []
    quote: list[str] = []
    for line in [*text.split("\n"), ""]:
        if line.startswith("> "):
            quote.append(block(line[2:]))
            continue
        if quote:
            out.append(f"<blockquote>{''.join(quote)}</blockquote>")
            quote = []
        out.append(block(line))
    return "".join(out[:-1] if not text.endswith("\n") else out)


def block(line: str) -> str:
    if line.startswith("-# "):
        return f"<small>{inline(line[3:])}</small>"
    if line.startswith("- "):
        return f"<ul><li>{inline(line[2:])}</li></ul>"
    if found := re.match(r"(\d+)\. (.*)", line):
        return f"<ol start={found[1]}><li>{inline(found[2])}</li></ol>"
    return f"<p>{inline(line)}</p>"


def inline(text: str) -> str:
    """Escapes first, so that what is escaped stays as it is."""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(html.escape(found[1]))
        return f"\x00{len(kept) - 1}\x00"

    text = re.sub(r"<t:(\d+):(\w)>", stamp, re.sub(r"<@&\d+>", "\x01@summit-watch\x02", text))
    shown = html.escape(re.sub(r"\\([^0-9A-Za-z\s])", keep, text), quote=False)
    shown = re.sub(r"\[([^\]]*)\]\(&lt;(.*?)&gt;\)", r"<a href='\2'>\1</a>", shown)
    shown = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", shown)
    shown = re.sub(r"`(.+?)`", r"<code>\1</code>", shown)
    shown = shown.replace("\x01", "<span class=at>").replace("\x02", "</span>").replace("\x03", "<span class=stamp>")
    return re.sub(r"\x00(\d+)\x00", lambda found: kept[int(found[1])], shown)


def stamp(found: re.Match[str]) -> str:
    """A moment as Discord shows it to a reader on UTC."""
    at = datetime.fromtimestamp(int(found[1]), UTC)
    relative = f"in {round((at - NOW).total_seconds() / 86400)} days"
    shown = {"R": relative, "D": f"{at.day} {at:%B %Y}", "f": f"{at.day} {at:%B %Y %H:%M}"}[found[2]]
    return f"\x03{shown}\x02"
