"""The raw limit of ingest: a paho subscriber that acknowledges everything and stores nothing."""

import threading
import time

from paho.mqtt.client import Client, MQTTMessage

from patrol.mqtt import connect, make_client
from tests.benchmarks import child


def main() -> None:
    """Take `count` messages of a kept session, and tell when the first and the last came."""
    told = child.order()
    client = make_client(told["url"], told["name"], keep_session=True)
    came: list[int] = []
    subscribed, done = threading.Event(), threading.Event()

    def hear(_client: Client, _data: object, _message: MQTTMessage) -> None:
        came.append(time.monotonic_ns())
        if len(came) == told["count"]:
            done.set()

    client.on_message = hear
    client.on_subscribe = lambda *_: subscribed.set()

    def subscribe(*_: object) -> None:
        client.subscribe([(topic, 1) for topic in told["topics"]])

    client.on_connect = subscribe
    began = time.process_time()
    connect(client, told["url"])
    client.loop_start()
    subscribed.wait(10)
    child.answer({"ready": True})
    if told["count"]:
        done.wait(told["patience_s"])
    client.disconnect()
    client.loop_stop()
    cpu_s = time.process_time() - began
    first, last = (came[0], came[-1]) if came else (0, 0)
    child.answer({"count": len(came), "first": first, "last": last, "cpu_s": cpu_s})


if __name__ == "__main__":
    main()
