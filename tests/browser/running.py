"""A real server on a free port of this machine, and a real browser, where there is one."""

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import uvicorn
from configurator_api.app import create_app
from configurator_api.service_context import Settings

from configurator import storage as stores
from tests.api.service import NOW, engine

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@contextmanager
def running(folder: Path, **settings: Any) -> Iterator[str]:
    """Serve until the block ends; yield the address."""
    with stores.open(f"sqlite:///{folder / 'test.db'}") as storage, socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        usual = Settings(lambda: NOW, evaluate_rate="100000/minute", write_rate="100000/minute")
        here = f"http://127.0.0.1:{bound.getsockname()[1]}"
        app = create_app(engine(), storage, settings=replace(usual, public_url=here, **settings))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
        thread.start()
        while not server.started:
            time.sleep(0.02)
        try:
            yield here
        finally:
            server.should_exit = True
            thread.join()
