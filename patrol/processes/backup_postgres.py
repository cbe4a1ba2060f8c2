"""Saving a PostgreSQL database while it runs, and bringing it back so that it can be checked row by row."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

from patrol.errors import Invalid, Unavailable

DUMP = "patrol.pgdump"
ROWS = "rows.json"
_TABLES = """SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
 AND relkind IN ('r', 'p') AND NOT relispartition ORDER BY relname"""
_OTHERS = """SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
 AND pid <> pg_backend_pid() AND backend_type = 'client backend'"""


def dump(url: str, folder: Path) -> dict[str, Path]:
    """Write what the database holds at one instant, and how many rows each table has at that instant."""
    with _connected(url) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        (snapshot,) = connection.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
        words = ["--format=custom", "--schema=public", f"--snapshot={snapshot}", f"--file={folder / DUMP}"]
        _run("pg_dump", url, words)
        (folder / ROWS).write_text(json.dumps(_rows(connection)), encoding="utf-8")
    return {DUMP: folder / DUMP, ROWS: folder / ROWS}


def restore_into(url: str, folder: Path, *, epoch: str, now: datetime) -> str | None:
    """Put a dump in place of what is there; give the name of the schema in which that lies now.

    The rows of every table are counted against those of the dump before anything is final.
    """
    aside = f"before_restore_{now:%Y%m%dt%H%M%Sz}"
    with _connected(url) as connection:
        (others,) = connection.execute(_OTHERS).fetchone() or (0,)
        if others:
            raise Unavailable(f"{others} others use the database: stop web, ingest and jobs first")
        was_there = bool(_rows(connection))
        connection.execute(sql.SQL("ALTER SCHEMA public RENAME TO {}").format(sql.Identifier(aside)))
        connection.execute("CREATE SCHEMA public")
    try:
        _run(
            "pg_restore",
            url,
            ["--single-transaction", "--exit-on-error", "--schema=public", str(folder / DUMP)],
        )
        _check(url, json.loads((folder / ROWS).read_text(encoding="utf-8")), epoch)
    except BaseException:
        _put_back(url, aside)
        raise
    if was_there:
        return aside
    _drop(url, aside)
    return None


def _check(url: str, wanted: Mapping[str, int], epoch: str) -> None:
    with _connected(url) as connection:
        found = _rows(connection)
        if found != wanted:
            wrong = sorted(name for name in {*found, *wanted} if found.get(name) != wanted.get(name))
            raise Invalid(f"not everything came back: {', '.join(wrong)}; nothing was changed")
        connection.execute(
            "INSERT INTO meta (name, value) VALUES ('epoch', %s)"
            " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (epoch,),
        )


def _put_back(url: str, aside: str) -> None:
    with _connected(url) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute(sql.SQL("ALTER SCHEMA {} RENAME TO public").format(sql.Identifier(aside)))


def _drop(url: str, aside: str) -> None:
    with _connected(url) as connection:
        connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(aside)))


def _rows(connection: psycopg.Connection) -> dict[str, int]:
    names = [name for (name,) in connection.execute(_TABLES)]
    count = sql.SQL("SELECT count(*) FROM public.{}")
    return {
        name: (connection.execute(count.format(sql.Identifier(name))).fetchone() or (0,))[0] for name in names
    }


def _connected(url: str) -> psycopg.Connection:
    try:
        return psycopg.connect(_address(url), password=make_url(url).password)
    except psycopg.OperationalError as error:
        said = str(error).strip().splitlines()[0]
        raise Unavailable(f"PATROL_DATABASE_URL: the database does not answer: {said}") from error


def _address(url: str) -> str:
    """Write the address without its password: the words of a command can be read by everybody."""
    parts = make_url(url).set(drivername="postgresql", password=None)
    return parts.render_as_string(hide_password=False).replace(":***@", "@")


def _run(program: str, url: str, words: list[str]) -> None:
    found = shutil.which(program)
    if found is None:
        raise Unavailable(
            f"{program} is not here: install PostgreSQL's client (apt install postgresql-client)"
        )
    address = f"--dbname={_address(url)}"
    told = dict(os.environ) | {"PGPASSWORD": make_url(url).password or ""}  # noqa: TID251 - handed on, not read
    done = subprocess.run(
        [found, "--no-owner", "--no-privileges", address, *words],
        env=told, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["it gave no reason"])[0]
        raise Unavailable(f"{program} failed: {said}")
