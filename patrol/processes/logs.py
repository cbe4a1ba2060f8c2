"""How our processes write down what happens: one line each, on stderr."""

import logging

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
LOUD_LIBRARIES = ("werkzeug", "alembic", "engineio", "socketio")


def write_lines(level: str) -> None:
    """Say from now on what is at least this important; libraries only when it is a warning."""
    logging.basicConfig(level=level, format=FORMAT, datefmt="%H:%M:%S")
    if level != "DEBUG":
        for name in LOUD_LIBRARIES:
            logging.getLogger(name).setLevel(logging.WARNING)
        logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a look that was left out comes again
