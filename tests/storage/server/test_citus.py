"""Tables and statements keep to what Citus demands of a database that is spread by tenant."""

from contextlib import closing, nullcontext, suppress
from pathlib import Path

import pytest
from sqlalchemy import text

from loyalty.errors import LoyaltyError
from storage.server.postgres import open_postgres
from storage.server.tables import METADATA
from tests import citus
from tests.postgres import Cluster
from tests.server.shop import ANNA, Till, open_books

pytestmark = pytest.mark.postgres
ROOT = Path(__file__).parents[3]
DOCUMENT = ROOT / "docs" / "citus.md"
SCRIPT = ROOT / "deploy" / "citus" / "spread.sql"


def test_no_table_asks_what_citus_refuses(postgres: Cluster) -> None:
    url = postgres.new()
    name = url.partition("@/")[2].partition("?")[0]
    assert citus.faults_of_tables(lambda asked: postgres.tell(asked, name)) == set()
    assert citus.tables(lambda asked: postgres.tell(asked, name)) == {
        *METADATA.tables,
        *citus.LOCAL,
    }
    postgres.drop(url)


@pytest.mark.parametrize(
    ("made", "found"),
    [
        ("CREATE TABLE t (a text PRIMARY KEY)", "t has no tenant_id"),
        ("CREATE TABLE t (tenant_id text, a text, PRIMARY KEY (a))", "t has no tenant_id"),
        ("CREATE TABLE t (tenant_id int PRIMARY KEY)", "t has no tenant_id"),
        ("CREATE TABLE t (tenant_id text NOT NULL)", "t has no primary key"),
        (
            "CREATE TABLE t (tenant_id text PRIMARY KEY, a text UNIQUE)",
            "t_a_key has a primary or unique key without the tenant",
        ),
        (
            (
                "CREATE TABLE t (tenant_id text, a text, PRIMARY KEY (tenant_id, a));"
                "CREATE UNIQUE INDEX i ON t (a)"
            ),
            "i has a primary or unique key without the tenant",
        ),
        (
            (
                "CREATE TABLE a (tenant_id text, k text UNIQUE, PRIMARY KEY (tenant_id));"
                "CREATE TABLE t (tenant_id text PRIMARY KEY, k text REFERENCES a (k))"
            ),
            "t_k_fkey is a foreign key that does not lead from tenant to tenant",
        ),
        ("CREATE TABLE t (tenant_id text PRIMARY KEY, a bigserial)", "t_a_seq is a sequence"),
        (
            "CREATE TABLE t (tenant_id text PRIMARY KEY, a bigint GENERATED ALWAYS AS IDENTITY)",
            "t.a counts by itself",
        ),
        ("CREATE UNLOGGED TABLE t (tenant_id text PRIMARY KEY)", "t is not an ordinary table"),
        ("CREATE VIEW v AS SELECT 1", "v is not an ordinary table"),
        (
            (
                "CREATE TABLE t (tenant_id text PRIMARY KEY);"
                "CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING"
            ),
            "t.r has a rule",
        ),
        (
            (
                "CREATE TABLE a (tenant_id text PRIMARY KEY);"
                "CREATE TABLE t (PRIMARY KEY (tenant_id)) INHERITS (a)"
            ),
            "t inherits without being a partition",
        ),
        (
            (
                "CREATE TABLE t (tenant_id text PRIMARY KEY);"
                "CREATE TRIGGER g BEFORE TRUNCATE ON t EXECUTE FUNCTION only_added('t')"
            ),
            "t has a trigger",
        ),
    ],
)
def test_a_table_that_citus_would_refuse_is_found(postgres: Cluster, made: str, found: str) -> None:
    url = postgres.new()
    name = url.partition("@/")[2].partition("?")[0]
    for statement in made.split(";"):
        postgres.tell(statement, name)
    faults = citus.faults_of_tables(lambda asked: postgres.tell(asked, name))
    assert any(fault.startswith(found) for fault in faults), faults
    postgres.drop(url)


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("SELECT * FROM feed WHERE tenant_id = :shop", ""),
        ("SELECT * FROM feed", "reads feed of every tenant"),
        ("SELECT count(*) FROM events WHERE position > 3", "reads events"),
        ("UPDATE feed SET last = 1", "reads feed of every tenant"),
        ("UPDATE feed SET last = 1 WHERE tenant_id = :shop", ""),
        ("DELETE FROM settings WHERE name = 'x'", "reads settings of every tenant"),
        (
            (
                "SELECT 1 FROM devices d JOIN epochs e ON e.device = d.device"
                " WHERE d.tenant_id = :shop"
            ),
            "reads e of every tenant",
        ),
        (
            (
                "SELECT 1 FROM devices d JOIN epochs e USING (tenant_id, device)"
                " WHERE d.tenant_id = :shop"
            ),
            "",
        ),
        (
            "SELECT 1 FROM feed WHERE tenant_id = :shop AND EXISTS (SELECT FROM settings)",
            "reads settings of every tenant",
        ),
        ("INSERT INTO settings (name, value) SELECT 'a', 'b'", "names no tenant first"),
        (
            (
                "INSERT INTO settings (tenant_id, name, value) VALUES (:shop, 'a', 'b')"
                " ON CONFLICT (name) DO NOTHING"
            ),
            "is unique beyond a tenant",
        ),
    ],
)
def test_a_statement_about_every_tenant_is_found(
    postgres: Cluster, statement: str, fault: str
) -> None:
    url = postgres.new()
    with closing(open_postgres(url, pool=1)) as database, citus.watching(of_tests=True) as watch:
        may_fail = suppress(LoyaltyError) if fault else nullcontext()
        with may_fail, database.write() as connection:
            connection.execute(text(statement), {"shop": "shop"} if ":shop" in statement else {})
    assert bool(watch.faults) == bool(fault), watch.faults
    assert fault in "".join(watch.faults)
    postgres.drop(url)


def test_what_a_server_says_is_looked_at(postgres: Cluster, data_dir: Path) -> None:
    url = postgres.new()
    (data_dir / "database").write_text(url, "utf-8")
    with citus.watching() as watch, closing(open_books(data_dir)) as books:
        till = Till(books)
        lot = till.earn(ANNA, 10)
        till.push()
        till.pull()
        till.spend(ANNA, lot, 10)
        till.push()
    assert watch.faults == []
    verbs = {statement.split()[0] for statement in watch.seen}
    assert {"SELECT", "INSERT", "UPDATE", "DELETE"} <= verbs
    postgres.drop(url)


def test_the_script_spreads_every_table_and_the_tenants_first(postgres: Cluster) -> None:
    chosen, _, rest = SCRIPT.read_text("utf-8").partition(";")
    url = postgres.new()
    name = url.partition("@/")[2].partition("?")[0]
    found = [row[0] for row in postgres.tell(chosen, name)]
    assert found[0] == "tenants"
    assert sorted(found) == sorted(METADATA.tables)
    # What is shown first is what is spread: the same words choose both.
    assert chosen[chosen.index("FROM pg_class") : chosen.index("ORDER BY")] in rest
    said = DOCUMENT.read_text("utf-8")
    for local in citus.LOCAL:
        assert f"`{local}`" in said
    postgres.drop(url)
