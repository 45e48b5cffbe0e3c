"""The raw limits: one Flask view that says hello, one that does one psycopg insert and commits.

Same server, same number of processes and threads, same pool, same `synchronous_commit` as the portal's.
"""

import os
import sys

from flask import Flask
from sqlalchemy import create_engine

from portal.cli.up import THREADS
from portal.core.connections import drop_dead_connections
from portal.core.database import engine_options
from portal.runtime import web
from portal.runtime.gateway import Gateway

TABLE = "CREATE TABLE IF NOT EXISTS bench_bare (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, word text NOT NULL)"
INSERT = "INSERT INTO bench_bare (word) VALUES (%s)"


def make_app(database_url: str) -> Flask:
    app = Flask(__name__)
    engine = create_engine(database_url, **engine_options())
    drop_dead_connections(engine)

    @app.get("/hello")
    def hello() -> str:
        return "hello"

    @app.post("/insert")
    def insert() -> str:
        connection = engine.raw_connection()
        try:
            connection.cursor().execute(INSERT, ("hello",))
            connection.commit()
        finally:
            connection.close()
        return "hello"

    return app


def main() -> None:
    database_url, port, processes = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    with create_engine(database_url).begin() as connection:
        connection.exec_driver_sql(TABLE)
    for _ in range(processes - 1):
        if os.fork() == 0:
            break
    web.serve(Gateway(make_app(database_url).wsgi_app, threads=THREADS, body_limit=2_000_000), "127.0.0.1", port)


if __name__ == "__main__":
    main()
