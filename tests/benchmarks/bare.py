"""The limit: what the database needs for the same number of statements without any engine."""

from __future__ import annotations

from sqlalchemy import Engine, text

from tests.benchmarks.rows import Samples

_READ = text("SELECT v FROM bare WHERE id = :i")
_WRITE = text("UPDATE bare SET v = :v WHERE id = 1")


class Bare:
    """Two reads, five writes, one commit through SQLAlchemy Core, on one small table."""

    def __init__(self, database: Engine) -> None:
        self.database = database.execution_options(writing=True)
        self.samples = Samples()
        with self.database.begin() as connection:
            connection.execute(text("CREATE TABLE bare (id INTEGER PRIMARY KEY, v TEXT)"))
            connection.execute(text("INSERT INTO bare (id, v) VALUES (1, '-'), (2, '-')"))

    def once(self) -> None:
        with self.samples.one(), self.database.begin() as connection:
            for row in (1, 2):
                connection.execute(_READ, {"i": row}).scalar()
            for number in range(5):
                connection.execute(_WRITE, {"v": str(number) * 50})
