"""What the voices of the sockets do with somebody who has just left."""

from flask import Flask
from flask_socketio import SocketIO

from web.voices import SocketVoices


def test_who_left_before_entering_a_group_hears_nothing_and_breaks_nothing() -> None:
    app = Flask(__name__)
    io = SocketIO(app, async_mode="threading")
    voices = SocketVoices(io)
    here = io.test_client(app)
    voices.enter("somebody who left", "market:yunda")
    voices.say("market:yunda", "stream", {"seq": 1})
    assert here.is_connected()
    assert here.get_received() == []
