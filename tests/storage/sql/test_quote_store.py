"""Quotes are kept whole, found again byte for byte, listed newest first, and never changed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings

from configurator.errors import Conflicting, InvalidRequest, NotFound
from configurator.quoting.quote_body import read_body, seal
from configurator.quoting.quote_model import Quote, StoredContent
from configurator.storage.sql import sql_tables
from configurator.storage.sql.quote_store import WHOLE_QUOTE, amount_rows, item_rows, quote_row
from configurator.storage.sql.sql_storage import SqlStorage
from configurator.storage.sql.sql_tables import metadata, quote_amounts, quote_items
from configurator.storage.storage_ports import AnswerRecord, IdempotentRequest, RecordedResponse, StoredDamage
from tests.examples import share
from tests.quoting.samples import BOOK, CATALOG, CREATED, draft, quote, quotes, totals

AT = datetime(2026, 3, 1, tzinfo=UTC)
CONTENTS = (CATALOG, BOOK)


def _answer(key: str = "k", digest: str = "d", *, made: str = "q_1") -> AnswerRecord:
    return AnswerRecord(IdempotentRequest(key, digest), RecordedResponse(201, made), AT)


def _rows(store: SqlStorage) -> dict[str, int]:
    with store.database.reading() as connection:
        tables = (table for table in metadata.sorted_tables if table.name != "sellers")
        return {
            table.name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in tables
        }


def test_a_quote_is_found_as_it_was_sealed(store: SqlStorage) -> None:
    sealed = seal(quote(drafts=(draft("1"), draft("2", 7)), number="2026-1"))
    assert store.quotes.add(sealed, CONTENTS) is None
    assert sealed == store.quotes.get("acme", "q_1")


def test_what_verification_needs_is_stored_beside_the_quote(store: SqlStorage) -> None:
    store.quotes.add(seal(quote()), CONTENTS)
    stored = store.quotes.stored("acme", "q_1")
    assert {CATALOG.digest: CATALOG, BOOK.digest: BOOK} == stored.contents
    assert seal(quote()).body == stored.body


@pytest.mark.slow
@pytest.mark.timeout(120)
@settings(max_examples=share(50), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=quotes())
def test_any_quote_comes_back_equal(store: SqlStorage, drawn: Quote) -> None:
    anew = replace(drawn, id=f"{drawn.id}-{_rows(store)['quotes']}", number=None, revision=1, revises=None)
    store.sellers.ensure(drawn.seller, at=AT)
    sealed = seal(anew)
    store.quotes.add(sealed, CONTENTS)
    assert sealed == store.quotes.get(drawn.seller, anew.id)
    assert anew == read_body(store.quotes.stored(drawn.seller, anew.id).body)


def test_another_seller_does_not_see_a_quote(store: SqlStorage) -> None:
    store.quotes.add(seal(quote()), CONTENTS)
    with pytest.raises(NotFound, match="no quote 'q_1'"):
        store.quotes.get("rival", "q_1")
    assert () == store.quotes.list("rival").rows
    with pytest.raises(NotFound):
        store.contents.get("rival", CATALOG.digest)


def test_two_sellers_may_use_the_same_id_and_number(store: SqlStorage) -> None:
    for seller in ("acme", "rival"):
        store.quotes.add(seal(quote(seller=seller, number="7")), CONTENTS)
        assert seller == store.quotes.get(seller, "q_1").quote.seller


def test_an_id_is_used_once(store: SqlStorage) -> None:
    store.quotes.add(seal(quote()), CONTENTS)
    with pytest.raises(Conflicting, match="never changed"):
        store.quotes.add(seal(quote(drafts=(draft(quantity=9),))), CONTENTS)
    assert 3 == store.quotes.get("acme", "q_1").quote.items[0].quantity


def test_a_number_is_used_once_for_every_revision(store: SqlStorage) -> None:
    store.quotes.add(seal(quote("q_1", number="7")), CONTENTS)
    store.quotes.add(seal(quote("q_2", number="7", revision=2, revises="q_1")), CONTENTS)
    with pytest.raises(Conflicting, match="revision 2 of the quote number '7'"):
        store.quotes.add(seal(quote("q_3", number="7", revision=2, revises="q_1")), CONTENTS)


def test_only_a_stored_quote_can_be_revised(store: SqlStorage) -> None:
    with pytest.raises(NotFound, match="'q_0'"):
        store.quotes.add(seal(quote(revision=2, revises="q_0")), CONTENTS)


def test_an_unknown_seller_cannot_quote(store: SqlStorage) -> None:
    with pytest.raises(NotFound, match="no seller 'nobody'"):
        store.quotes.add(seal(quote(seller="nobody")), CONTENTS)


def test_a_quote_without_its_contents_is_refused(store: SqlStorage) -> None:
    with pytest.raises(NotFound, match="neither given nor stored"):
        store.quotes.add(seal(quote()), (CATALOG,))
    assert set(_rows(store).values()) == {0}


def test_contents_that_are_stored_already_need_not_be_given_again(store: SqlStorage) -> None:
    store.quotes.add(seal(quote("q_1")), CONTENTS)
    store.quotes.add(seal(quote("q_2")), ())
    assert 2 == _rows(store)["contents"]


def test_a_content_with_another_digest_is_refused(store: SqlStorage) -> None:
    forged = StoredContent(CATALOG.digest, {"lamps/catalog.yaml": b"format: 2\n"})
    with pytest.raises(InvalidRequest, match="its bytes were changed"):
        store.quotes.add(seal(quote()), (forged, BOOK))


def test_a_content_of_no_item_is_refused(store: SqlStorage) -> None:
    with pytest.raises(InvalidRequest, match="belongs to no item"):
        store.quotes.add(seal(quote()), (*CONTENTS, StoredContent("0" * 64, {})))


def test_an_exception_in_the_middle_leaves_nothing(store: SqlStorage, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(_sealed: object) -> dict[str, object]:
        raise RuntimeError("the process was killed here")

    monkeypatch.setattr("configurator.storage.sql.quote_store.quote_row", stop)
    with pytest.raises(RuntimeError):
        store.quotes.add(seal(quote()), CONTENTS, answer=_answer())
    assert set(_rows(store).values()) == {0}


def test_a_refused_quote_does_not_use_up_its_idempotency_key(store: SqlStorage) -> None:
    with pytest.raises(NotFound):
        store.quotes.add(seal(quote()), (), answer=_answer())
    assert store.idempotency.recall("acme", IdempotentRequest("k", "d")) is None


def test_a_request_sent_twice_makes_one_quote(store: SqlStorage) -> None:
    first = store.quotes.add(seal(quote("q_1")), CONTENTS, answer=_answer(made="q_1"))
    again = store.quotes.add(seal(quote("q_2")), CONTENTS, answer=_answer(made="q_2"))
    assert first is not None and again is not None
    assert (False, True) == (first.replayed, again.replayed)
    assert "q_1" == again.response.resource
    assert ["q_1"] == [row.id for row in store.quotes.list("acme").rows]


def test_a_key_of_another_request_conflicts(store: SqlStorage) -> None:
    store.quotes.add(seal(quote("q_1")), CONTENTS, answer=_answer(digest="d"))
    with pytest.raises(Conflicting, match="used for another request"):
        store.quotes.add(seal(quote("q_2")), CONTENTS, answer=_answer(digest="e"))
    assert 1 == _rows(store)["quotes"]


@pytest.mark.parametrize("table", ["contents", "content_files", "quotes", "quote_items", "quote_amounts"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET seller = 'rival'", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_a_quote(store: SqlStorage, table: str, statement: str) -> None:
    store.quotes.add(seal(quote()), CONTENTS)
    before = _rows(store)
    with pytest.raises(sa.exc.IntegrityError, match="never changed"), store.database.writing() as connection:
        connection.execute(sa.text(statement.format(table)))
    assert before == _rows(store)


@pytest.mark.parametrize("table", ["quote_items", "quote_amounts"])
def test_the_database_itself_adds_nothing_to_a_sealed_quote(store: SqlStorage, table: str) -> None:
    store.quotes.add(seal(quote()), CONTENTS)
    columns = [column.name for column in metadata.tables[table].columns]
    chosen = ", ".join("position + 10" if name == "position" else name for name in columns)
    copy = f"INSERT INTO {table} ({', '.join(columns)}) SELECT {chosen} FROM {table}"
    with pytest.raises(sa.exc.IntegrityError, match="never changed"), store.database.writing() as connection:
        connection.execute(sa.text(copy))


def test_items_without_a_quote_are_not_kept(store: SqlStorage) -> None:
    statement = sa.text("INSERT INTO quote_amounts VALUES ('acme', 'q_9', 0, 'one_time', 1, 2, 'EUR')")
    with pytest.raises(sa.exc.IntegrityError), store.database.writing() as connection:
        connection.execute(statement)


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_sqlite_refuses_to_replace_a_quote(store: SqlStorage) -> None:
    store.quotes.add(seal(quote()), CONTENTS)
    for table in ("quotes", "content_files", "quote_items"):
        with pytest.raises(sa.exc.IntegrityError, match="never changed"), store.database.writing() as connection:
            connection.execute(sa.text(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"))


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_postgresql_refuses_to_truncate_quotes(store: SqlStorage) -> None:
    with pytest.raises(sa.exc.IntegrityError, match="never changed"), store.database.writing() as connection:
        connection.execute(sa.text("TRUNCATE quotes CASCADE"))


def test_a_list_shows_the_newest_first_with_exact_totals(store: SqlStorage) -> None:
    for day in range(3):
        store.quotes.add(seal(quote(f"q_{day}", created=CREATED + timedelta(days=day))), CONTENTS)
    rows = store.quotes.list("acme").rows
    assert ["q_2", "q_1", "q_0"] == [row.id for row in rows]
    assert totals(one_time="37.50", monthly="2.97") == rows[0].total
    assert seal(quote("q_0")).digest == rows[2].digest


def test_pages_join_to_the_whole_list_even_where_instants_are_equal(store: SqlStorage) -> None:
    expected = [f"q_{number}" for number in (*range(9, 0, -1),)]
    for number in range(1, 10):
        store.quotes.add(seal(quote(f"q_{number}", created=CREATED + timedelta(days=number // 4))), CONTENTS)
    found: list[str] = []
    after = None
    for _ in expected:
        page = store.quotes.list("acme", limit=2, after=after)
        found += [row.id for row in page.rows]
        after = page.next
        if after is None:
            break
    assert expected == found
    assert after is None


def test_a_page_is_not_shifted_by_a_newer_quote(store: SqlStorage) -> None:
    for day in (1, 2, 3):
        store.quotes.add(seal(quote(f"q_{day}", created=CREATED + timedelta(days=day))), CONTENTS)
    first = store.quotes.list("acme", limit=2)
    store.quotes.add(seal(quote("q_4", created=CREATED + timedelta(days=4))), CONTENTS)
    assert ["q_1"] == [row.id for row in store.quotes.list("acme", limit=2, after=first.next).rows]


def test_the_amounts_in_columns_are_those_of_the_body(store: SqlStorage) -> None:
    store.quotes.add(seal(quote()), CONTENTS)
    with store.database.reading() as connection:
        rows = connection.execute(
            sa.text("SELECT position, cadence, amount, scale, currency FROM quote_amounts ORDER BY 1, 2")
        )
        found = [tuple(row) for row in rows]
    expected = [
        (position, *rest) for position in (0, 1) for rest in (("monthly", 297, 2, "EUR"), ("one_time", 3750, 2, "EUR"))
    ]
    assert expected == found


def test_an_amount_finer_than_a_cent_keeps_its_digits(store: SqlStorage) -> None:
    fine = replace(draft(quantity=1), unit=totals(one_time="0.0005"), total=totals(one_time="0.0005"))
    store.quotes.add(seal(quote(drafts=(fine,))), CONTENTS)
    found = store.quotes.list("acme").rows[0].total.one_time
    assert Fraction(1, 2000) == found.fraction


# ── what an administrator altered ────────────────────────────────────────────────────────────────────────────────────


def _alter(store: SqlStorage, table: str, change: str) -> None:
    """Change rows of a table as whoever may remove its triggers can."""
    with store.database.writing() as connection:
        if connection.dialect.name == "sqlite":
            names = connection.exec_driver_sql(
                f"select name from sqlite_master where type = 'trigger' and tbl_name = '{table}'"
            )
            for (name,) in names.all():
                connection.exec_driver_sql(f"drop trigger {name}")
        else:
            connection.exec_driver_sql(f"alter table {table} disable trigger user")
        connection.exec_driver_sql(f"update {table} set {change}")


def test_columns_that_repeat_the_body_are_told_to_do_so(store: SqlStorage) -> None:
    store.quotes.add(seal(quote(drafts=(draft("1"), draft("2", 7)))), CONTENTS)
    assert () == store.quotes.stored("acme", "q_1").altered


@pytest.mark.parametrize(
    ("table", "change", "altered"),
    [
        ("quotes", "currency = 'USD'", ['quotes[q_1].currency: stored "USD", found "EUR"']),
        ("quote_items", "quantity = 4", ["quote_items[0].quantity: stored 4, found 3"]),
        (
            "quote_amounts",
            "amount = 1 where position = 0 and cadence = 'one_time'",
            ["quote_amounts[1].amount: stored 1, found 3750"],
        ),
    ],
)
def test_columns_that_say_otherwise_than_the_body_are_found(
    store: SqlStorage, table: str, change: str, altered: list[str]
) -> None:
    store.quotes.add(seal(quote()), CONTENTS)
    _alter(store, table, change)
    assert altered == [str(each) for each in store.quotes.stored("acme", "q_1").altered]


QUOTE = quote(drafts=(draft("a", 3), draft("b", 1)), number="2026-1")


def test_every_column_is_given() -> None:
    assert set(sql_tables.quotes.c.keys()) == set(quote_row(seal(QUOTE)))
    assert [set(quote_items.c.keys())] * 2 == [set(row) for row in item_rows(QUOTE)]
    assert all(set(quote_amounts.c.keys()) == set(row) for row in amount_rows(QUOTE))


def test_items_count_from_one_and_the_whole_quote_is_before_them() -> None:
    assert [(1, "a", 3), (2, "b", 1)] == [(row["position"], row["item"], row["quantity"]) for row in item_rows(QUOTE)]
    assert [WHOLE_QUOTE, 1, 2] == sorted({int(str(row["position"])) for row in amount_rows(QUOTE)})


def test_the_amounts_of_the_items_sum_to_those_of_the_quote() -> None:
    rows = [row for row in amount_rows(QUOTE) if row["cadence"] == "one_time"]
    whole, *items = (int(str(row["amount"])) for row in rows)
    assert ({2}, whole) == ({row["scale"] for row in rows}, sum(items))


@pytest.mark.parametrize("column", ["body", "digest"])
def test_a_quote_that_is_not_as_it_was_sealed_is_never_served(store: SqlStorage, column: str) -> None:
    store.quotes.add(seal(quote()), CONTENTS)
    _alter(store, "quotes", f"{column} = replace({column}, '5', '6')")
    with pytest.raises(StoredDamage, match="the stored quote 'q_1' is damaged"):
        store.quotes.get("acme", "q_1")
