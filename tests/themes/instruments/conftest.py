"""A corpus in which every subject has several documents, its codes, and a server that plays language model."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from toolkit.features import Features
from toolkit.themes import Codebook, Codes

THEMES = {
    "farming": {
        "terms": {
            "zh": ["种子", "水稻", "小麦", "玉米"],
            "en": ["seed", "wheat", "rice", "maize", "harvest"],
        },
        "prototypes": {
            "zh": ["农民播种小麦、玉米和水稻种子。"],
            "en": ["Farmers sow seeds of wheat, maize and rice and bring in the harvest."],
        },
    },
    "shipping": {
        "terms": {
            "zh": ["港口", "船舶", "集装箱", "码头"],
            "en": ["port", "vessel", "container", "dock", "cargo"],
        },
        "prototypes": {
            "zh": ["船舶在港口的码头装卸集装箱和货物。"],
            "en": ["A vessel unloads cargo and containers at the dock of the port."],
        },
    },
}
SUBJECT = {"farming": "seeds", "shipping": "ports"}
"""Which documents of the small corpus are about a theme; those about chips are about neither."""


@pytest.fixture(scope="session")
def themes() -> dict:
    return THEMES


@pytest.fixture(scope="session")
def codebook(codebook_of) -> Codebook:
    return codebook_of(THEMES)


@pytest.fixture(scope="session")
def features(small_features) -> Features:
    """Cut each document of the small corpus into four, called ``<number>-<language>-<subject>``."""
    units = small_features.units
    cut = [unit._replace(doc=f"{row % 4}-{unit.doc}") for row, unit in enumerate(units.units)]
    metadata = {unit.doc: {"language": unit.language} for unit in cut}
    return replace(small_features, units=replace(units, units=tuple(cut), metadata=metadata))


@pytest.fixture(scope="session")
def truth(features) -> np.ndarray:
    """(units, themes) 1 where a unit is about the theme."""
    return np.stack([np.char.endswith(features.documents, own) for own in SUBJECT.values()], axis=1) * 1.0


@pytest.fixture(scope="session")
def codes_of(features) -> Callable[..., Codes]:
    """Lay one coder's word, or several coders', beside the units; not-a-number where nothing was said."""

    def build(*ratings: np.ndarray, coders: tuple[str, ...] = (), probability: float = np.nan) -> Codes:
        names = coders or tuple(f"coder {number}" for number in range(len(ratings)))
        drawn = np.full(len(features.units), float(probability))
        return Codes(tuple(THEMES), features.unit_ids, names, np.array(ratings), drawn)

    return build


@pytest.fixture(scope="session")
def codes(codes_of, truth) -> Codes:
    return codes_of(truth, probability=1.0)


@dataclass
class Served:
    """A server on this machine that answers as OpenAI's does."""

    url: str = ""
    answer: Callable[[str, str], str | int | dict | bytes] = lambda instructions, text: "{}"
    """Instructions and text in; what the model says out, or the number of an error, or all that is sent."""

    asked: list[dict] = field(default_factory=list)
    """Each request: its headers and what it asked for."""


@pytest.fixture(scope="session")
def open_server() -> Iterator[Callable[[], Served]]:
    """Start servers; all are closed in the end."""
    opened = []

    def start() -> Served:
        served = Served()
        server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(served))
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        served.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
        opened.append((server, thread))
        return served

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_PROXY", "127.0.0.1")
        yield start
    for server, thread in opened:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def served(open_server) -> Served:
    return open_server()


@pytest.fixture(scope="session")
def expert(open_server) -> Served:
    """A model that knows the themes' terms."""
    served = open_server()

    def answer(instructions: str, text: str) -> str:
        words = {theme: [*own["terms"]["zh"], *own["terms"]["en"]] for theme, own in THEMES.items()}
        found = {theme: any(word in text.lower() for word in own) for theme, own in words.items()}
        return json.dumps(found)

    served.answer = answer
    return served


def _handler(served: Served) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
            headers = {name.lower(): value for name, value in self.headers.items()}
            served.asked.append({"headers": headers, **asked})
            said = served.answer(*(message["content"] for message in asked["messages"]))
            status = said if isinstance(said, int) else 200
            body = said if isinstance(said, bytes) else json.dumps(_reply(asked["model"], said)).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None: ...

    return Handler


def _reply(model: str, said: str | int | dict) -> dict:
    if isinstance(said, int | dict):
        return said if isinstance(said, dict) else {"error": {"message": "no"}}
    message = {"role": "assistant", "content": said}
    choice = {"index": 0, "finish_reason": "stop", "message": message}
    return {"id": "1", "object": "chat.completion", "created": 0, "model": model, "choices": [choice]}
