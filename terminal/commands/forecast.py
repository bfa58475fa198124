"""`programme forecast`: what a programme would cost, by real sales or by typical ones."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import typer

from loyalty.errors import Refusal
from loyalty.forecast import sentences
from loyalty.forecast.report import EXCEEDS, Report, report
from loyalty.forecast.run import Forecast
from loyalty.forecast.sold import Sold
from loyalty.forecast.typical import Typical, break_even
from loyalty.programme import Programme
from terminal.commands import output, programme
from terminal.imports import figures, rejects, sales_csv

if TYPE_CHECKING:
    from terminal.imports.sales_csv import Progress, SalesFile
    from terminal.till.wording import Wording

MOST_PERCENT = 100
REJECTS = ".rejects.csv"
_SHOW_EVERY_SALES = 200
_GAP = "  "


def sales(
    file: Path,
    path: Path,
    *,
    margin: int | None,
    use_percent: int,
    rejected: Path | None,
    dates: str,
    language: str,
    as_json: bool,
) -> int:
    """Run the sales of a CSV file through a programme; 1 when it can cost more than the margin.

    Raises Refusal `margin`, `use_percent`, `sales_none`, and what the readers of both files raise.
    """
    rules, words = _begun(file, margin, use_percent, language)
    form = sales_csv.form_of(path, dates=dates)
    with _progress("reading", form.rows, as_json=as_json) as show:
        read = sales_csv.read(
            path,
            form,
            rules,
            rejects_path=rejected or path.with_name(path.stem + REJECTS),
            say=words.say,
            progress=show,
        )
    if not len(read.sales):
        raise Refusal("sales_none", f"no row of {path.name} could be read", got=read.broken_rows)
    forecast = Forecast(rules, use_percent=use_percent)
    with _progress("running", len(read.sales), as_json=as_json) as show:
        _run(forecast, read.sales, show)
    found = report(forecast, margin_percent=margin)
    voice = programme.voice(rules, words)
    text = [
        *sentences.of_sales(found, voice, words.share),
        *sentences.verdict(found, voice, words.share),
    ]
    _say_faults(read, words, rejected or path.with_name(path.stem + REJECTS))
    if as_json:
        whole = _whole("sales", found, text)
        output.answer({**whole, "file": _file(read, rejected, path)})
    else:
        _say(text, found, words)
    return output.FOUND if found.verdict == EXCEEDS else output.OK


def typical(
    file: Path,
    amount: str,
    *,
    margin: int | None,
    visits: int | None,
    members: int | None,
    use_percent: int,
    language: str,
    as_json: bool,
) -> int:
    """Say what a programme costs with typical members, and how many more visits pay for it.

    Gives 1 when it can cost more than the margin. Raises Refusal `margin`, `typical_needs`,
    `typical_amount`, `typical_visits`, `typical_members`, `use_percent`.
    """
    rules, words = _begun(file, margin, use_percent, language)
    margin = margin or rules.margin_percent
    if margin is None or visits is None or members is None:
        message = "--typical needs --margin, --visits and --members beside it"
        raise Refusal("typical_needs", message, expected=["--margin", "--visits", "--members"])
    amount_minor = figures.minor(amount, scale=rules.scale, mark=figures.POINT)
    if amount_minor is None:
        raise Refusal("typical_amount", "a typical sale is an amount such as 3.20", got=amount)
    supposed = Typical(amount_minor=amount_minor, visits=visits, members=members)
    supposed.check()
    forecast = Forecast(rules, use_percent=use_percent)
    sample = supposed.sample(rules)
    with _progress("running", sample * visits * 12, as_json=as_json) as show:
        _run(forecast, supposed.sales(rules), show)
    found = report(forecast, margin_percent=margin, typical_minor=amount_minor)
    even = break_even(supposed, found, sample=sample, margin_percent=margin)
    voice = programme.voice(rules, words)
    text = [
        *sentences.of_typical(even, voice, words.share),
        *sentences.verdict(found, voice, words.share),
    ]
    if as_json:
        output.answer({**_whole("typical", found, text), "typical": msgspec.to_builtins(even)})
    else:
        for line in text:
            output.say(line)
    is_over = found.verdict == EXCEEDS or even.more_visits_year is None
    return output.FOUND if is_over else output.OK


def _begun(
    file: Path, margin: int | None, use_percent: int, language: str
) -> tuple[Programme, Wording]:
    if margin is not None and not 1 <= margin <= MOST_PERCENT:
        raise Refusal("margin", "a margin is a whole per cent from 1 to 100", got=margin)
    if not 0 <= use_percent <= MOST_PERCENT:
        raise Refusal("use_percent", "a share of use is a per cent from 0 to 100", got=use_percent)
    rules = programme.read(file)
    return rules, programme.speak(rules, language)


def _run(forecast: Forecast, sold: Iterable[Sold], show: Progress) -> None:
    done = 0
    for done, each in enumerate(sold, start=1):
        forecast.add(each)
        if done % _SHOW_EVERY_SALES == 0:
            show(done, done)
    forecast.end()
    show(done, done)


@contextmanager
def _progress(label: str, length: int, *, as_json: bool) -> Iterator[Progress]:
    """Show a bar on stderr where somebody watches; elsewhere one line says what is done."""
    if as_json or not sys.stderr.isatty():
        output.progress(f"{label}: {length}")
        yield lambda _done, _all: None
        return
    with typer.progressbar(length=length, label=label, file=sys.stderr) as bar:
        shown = 0

        def show(done: int, _all: int) -> None:
            nonlocal shown
            bar.update(done - shown)
            shown = done

        yield show
        bar.update(max(length - shown, 0))


def _say_faults(read: SalesFile, words: Wording, path: Path) -> None:
    for fault in read.faults:
        output.progress(rejects.reason(fault, say=words.say))
    if read.broken_rows:
        text = words.say("{broken} of {rows} rows could not be read; they are in {path}")
        rows = words.points(read.rows)
        output.progress(text.format(broken=words.points(read.broken_rows), rows=rows, path=path))
    if read.sales.returns:
        text = words.say("{count} returns worth {amount} are left out")
        count, amount = read.sales.returns, words.money(read.sales.returned_minor)
        output.progress(text.format(count=words.points(count), amount=amount))


def _file(read: SalesFile, rejected: Path | None, path: Path) -> dict[str, Any]:
    where = rejected or path.with_name(path.stem + REJECTS)
    return {
        "rows": read.rows,
        "broken_rows": read.broken_rows,
        "rejects": str(where) if read.broken_rows else None,
        "returns": read.sales.returns,
        "returned_minor": read.sales.returned_minor,
        "columns": {field: read.form.names[at] for field, at in read.form.columns.items()},
        "dates": read.form.order,
        "decimal": read.form.mark,
        "faults": [msgspec.to_builtins(fault) for fault in read.faults],
    }


def _whole(mode: str, found: Report, text: list[str]) -> dict[str, Any]:
    figures_found: dict[str, Any] = msgspec.to_builtins(found)
    return {"mode": mode, **figures_found, "text": text}


def _say(text: list[str], found: Report, words: Wording) -> None:
    for line in table(found, words):
        output.say(line)
    output.say("")
    for line in text:
        output.say(line)


def table(found: Report, words: Wording) -> Iterator[str]:
    """Write the months, and then the levels, as lines of columns."""
    rows = [
        (
            words.say("month"),
            words.say("sales"),
            words.say("members bought"),
            words.say("rewards took"),
            words.say("points given"),
            words.say("used"),
            words.say("ended"),
            words.say("outstanding"),
        )
    ]
    rows += [
        (
            each.month,
            words.points(each.sales),
            words.money(each.member_turnover_minor),
            words.money(each.reward_cost_minor),
            words.points(each.points_given),
            words.points(each.points_used),
            words.points(each.points_expired),
            words.points(each.points_outstanding),
        )
        for each in found.months
    ]
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    for row in rows:
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        yield _GAP.join(cells)
    if found.tiers:
        yield ""
    for tier in found.tiers:
        text = words.plural(
            "{name}: {n} member", "{name}: {n} members", tier.members, name=tier.name
        )
        yield text
