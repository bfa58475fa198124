"""`programme forecast`: sentences, tables and JSON, exit codes, rejects beside the file."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from main import app

ROOT = Path(__file__).parents[3]
COFFEE_BAR = ROOT / "assets/programmes/coffee-bar.toml"
HEAD = """
id = "shop"
version = 1
from = 2026-01-01
name = "Shop"
currency = "EUR"
time_zone = "Europe/Amsterdam"
languages = ["en"]
"""
GENEROUS = f"""{HEAD}
[[earn]]
kind = "amount"
id = "spend"
points = 1
per_minor = 8
[[rewards]]
kind = "fixed"
id = "five"
name = "5.00 off"
amount_minor = 500
cost = {{ amount = 100 }}
"""
SALES = """Bedrag;Datum;Klant
10,00;22-11-2026 10:15;a
12,50;23-11-2026 10:15;a
3,20;23-11-2026 11:00;
"""


def ran(*arguments: object) -> Result:
    """Run the command line."""
    return CliRunner().invoke(app, ["programme", "forecast", *map(str, arguments)])


def asked(*arguments: object) -> dict[str, object]:
    """Run with --json and read the one answer."""
    result = ran(*arguments, "--json")
    (line,) = result.stdout.splitlines()
    found: dict[str, object] = json.loads(line)
    return found


def plain(result: Result) -> str:
    """Give what was said, with spaces of which none is special."""
    return result.stdout.replace("\u00a0", " ")


@pytest.fixture
def generous(tmp_path: Path) -> Path:
    """A programme that gives back 62.5 % of what is paid."""
    path = tmp_path / "generous.toml"
    path.write_text(GENEROUS)
    return path


@pytest.fixture
def sales(tmp_path: Path) -> Path:
    """Three sales of a Dutch shop, two of them to one member."""
    path = tmp_path / "sales.csv"
    path.write_text(SALES)
    return path


def test_sales_of_a_file(sales: Path) -> None:
    """The months, the levels, then sentences; 0 when all is within the margin."""
    result = ran(COFFEE_BAR, "--sales", sales, "--margin", 65, "--language", "en")
    assert result.exit_code == 0, result.output
    assert "2026-11" in result.stdout
    assert (
        "3 sales from 22 Nov 2026 to 23 Nov 2026, 2 of them to members (how many: 1)"
        in result.stdout
    )
    assert "That is within your margin" in result.stdout
    assert not sales.with_name("sales.rejects.csv").exists()


def test_the_json_of_a_file(sales: Path) -> None:
    """Every figure, and what the file was found to be."""
    found = asked(COFFEE_BAR, "--sales", sales, "--margin", 65)
    assert found["mode"] == "sales"
    assert (found["sales"], found["members"], found["turnover_minor"]) == (3, 1, 2570)
    assert found["use_percent"] == 100
    assert found["verdict"] == "within"
    file = found["file"]
    assert isinstance(file, dict)
    assert file["columns"] == {"date": "Datum", "amount": "Bedrag", "member": "Klant"}
    assert (file["rows"], file["broken_rows"], file["rejects"]) == (3, 0, None)


def test_rewards_that_can_exceed_the_margin_are_not_blessed(generous: Path, sales: Path) -> None:
    """1, and the arithmetic in figures that anybody can check."""
    result = ran(generous, "--sales", sales, "--margin", 60)
    assert result.exit_code == 1
    assert "100 points are earned by spending € 8,00: 62,5% of what is paid" in plain(result)
    assert "your margin is 60%" in result.stdout
    assert ran(generous, "--sales", sales, "--margin", 70).exit_code == 0
    typical = ("--typical", "3.20", "--margin", 60, "--visits", 6, "--members", 2)
    assert ran(generous, *typical).exit_code == 1


def test_typical_members(generous: Path) -> None:
    """Sentences that say the cost, and what pays for it."""
    typical = ("--typical", "3.20", "--margin", 65, "--visits", 6, "--members", 200)
    result = ran(COFFEE_BAR, *typical, "--language", "en")
    assert result.exit_code == 0, result.output
    lines = plain(result).splitlines()
    assert lines[0].startswith("200 members who each come 6 times a month for € 3,20")
    assert "more visits a year pay for it" in lines[4]
    assert ran(generous, *typical[:3], 62, *typical[4:]).exit_code == 1


def test_the_json_of_typical_members() -> None:
    """The break-even with all its figures."""
    found = asked(COFFEE_BAR, "--typical", "3,20", "--margin", 65, "--visits", 1, "--members", 7)
    typical = found["typical"]
    assert isinstance(typical, dict)
    assert (typical["amount_minor"], typical["visits_year"]) == (320, 84)
    assert typical["left_minor"] == 208
    assert found["mode"] == "typical"


def test_the_members_language(sales: Path) -> None:
    """Dutch words where Dutch is asked for, or is the programme's own."""
    assert "leden" in ran(COFFEE_BAR, "--sales", sales, "--margin", 65).stdout


def test_broken_rows_lie_beside_the_file(sales: Path, tmp_path: Path) -> None:
    """The rest counts; --rejects puts them elsewhere."""
    sales.write_text(SALES + "much;24-11-2026;b\n")
    result = ran(COFFEE_BAR, "--sales", sales, "--language", "en")
    assert result.exit_code == 0, result.output
    assert 'row 5, column Bedrag: "much" is no amount' in result.stderr
    assert "much;24-11-2026;b;" in sales.with_name("sales.rejects.csv").read_text("utf-8-sig")
    elsewhere = tmp_path / "mine.csv"
    found = asked(COFFEE_BAR, "--sales", sales, "--rejects", elsewhere)
    assert elsewhere.exists()
    file = found["file"]
    assert isinstance(file, dict)
    assert (file["broken_rows"], file["rejects"]) == (1, str(elsewhere))
    (fault,) = file["faults"]
    assert fault == {"row": 5, "fault": "amount", "column": "Bedrag", "got": "much"}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((), "forecast_of"),
        (("--typical", "3.20"), "typical_needs"),
        (("--typical", "x", "--margin", 5, "--visits", 1, "--members", 1), "typical_amount"),
        (("--typical", "3.20", "--margin", 5, "--visits", 0, "--members", 1), "typical_visits"),
        (("--typical", "3", "--margin", 101, "--visits", 1, "--members", 1), "margin"),
        (("--typical", "3", "--margin", 0, "--visits", 1, "--members", 1), "margin"),
        (("--sales", "nothing.csv"), "file_unreadable"),
        (("--sales", "nothing.csv", "--use-percent", 101), "use_percent"),
    ],
)
def test_wrong_use(generous: Path, arguments: tuple[object, ...], code: str) -> None:
    """2, and one error shape."""
    result = ran(generous, *arguments, "--json")
    assert result.exit_code == 2, result.output
    assert json.loads(result.stdout)["error"]["code"] == code


def test_ambiguous_dates_are_asked_for(tmp_path: Path) -> None:
    """2 and the option; with it the file is read."""
    path = tmp_path / "us.csv"
    path.write_text("date,amount\n03/04/2026,5.00\n")
    assert ran(COFFEE_BAR, "--sales", path, "--json").exit_code == 2
    found = asked(COFFEE_BAR, "--sales", path, "--dates", "mdy")
    assert found["first_day"] == "2026-03-04"


def test_a_file_of_which_no_row_can_be_read(tmp_path: Path) -> None:
    """2: there is nothing to say a forecast of."""
    path = tmp_path / "bad.csv"
    path.write_text("date,amount\nx,y\n")
    result = ran(COFFEE_BAR, "--sales", path, "--json")
    assert result.exit_code == 2
    assert json.loads(result.stdout.splitlines()[-1])["error"]["code"] == "sales_none"
