"""The parts under the tests: servers that start, databases that are empty, a shut network."""

import socket

import psycopg
import pytest
from paho.mqtt.client import Client
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from sqlalchemy import create_engine, inspect, text

from tests.parts.postgres import PostgresServer
from tests.parts.process import listens


def test_a_database_is_empty_and_can_be_written(database_url: str) -> None:
    engine = create_engine(database_url)
    assert inspect(engine).get_table_names() == []
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE shop (name text)"))
    assert inspect(engine).get_table_names() == ["shop"]
    engine.dispose()


@pytest.mark.needs_postgres
def test_a_database_is_gone_after_its_block(postgres_server: PostgresServer) -> None:
    with postgres_server.database() as url:
        name = url.rpartition("/")[2]
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(host="127.0.0.1", port=postgres_server.port, user="patrol", dbname=name)


@pytest.mark.needs_mosquitto
def test_mosquitto_takes_version_five(mosquitto_port: int) -> None:
    assert listens(mosquitto_port)
    client = Client(CallbackAPIVersion.VERSION2, protocol=MQTTProtocolVersion.MQTTv5)
    assert client.connect("127.0.0.1", mosquitto_port) == 0
    client.disconnect()


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1"])
def test_no_test_reaches_another_machine(host: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as out, pytest.raises(RuntimeError, match="stay on this machine"):
        out.connect((host, 80))
