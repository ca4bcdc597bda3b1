"""Asking a language model over the wire: any server that speaks as OpenAI's does."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

from toolkit.errors import ToolkitError
from toolkit.progress import track

OPENAI = "https://api.openai.com/v1"
KEYS = {OPENAI: "OPENAI_API_KEY"}
KEY_ELSEWHERE = "LANGUAGE_MODEL_KEY"
"""Where keys are looked for. The key of one company is never sent to a server that a settings file names."""

_AT_ONCE = 4
_RETRIES = 5
_SECONDS = 120.0

Ask = Callable[[str, str], str]
"""Instructions and a text in, the answer out."""


class MissingClient(ToolkitError):
    """The package that talks to language models is not installed."""


def connect(served_model: str, base_url: str, json_mode: bool) -> tuple[Ask, Callable[[], None]]:
    """Give what asks the model, and what closes the connection.

    Raises
    ------
    ToolkitError
        When the package is not installed, or OpenAI's key is not in the environment.
    """
    try:
        from openai import OpenAI
    except ImportError as error:
        raise MissingClient(
            "The package that talks to language models is not installed: "
            "pip install 'theme-toolkit[language-model]', or take 'language-model' out of `instruments`."
        ) from error
    client = OpenAI(api_key=_key(base_url), base_url=base_url, max_retries=_RETRIES, timeout=_SECONDS)
    form: dict[str, Any] = {"response_format": {"type": "json_object"}} if json_mode else {}

    def ask(instructions: str, text: str) -> str:
        messages = [{"role": "system", "content": instructions}, {"role": "user", "content": text}]
        try:
            reply = client.chat.completions.create(
                model=served_model, messages=messages, temperature=0, seed=0, **form
            )
            return reply.choices[0].message.content or ""
        except (ValueError, TypeError, AttributeError, IndexError) as error:  # the client checks no form
            raise ToolkitError(
                f"What {base_url} answers is no answer of a language model: check `base_url`, which often "
                "ends in /v1."
            ) from error

    return ask, client.close


def ask_all(
    questions: Sequence[tuple[str, str]], ask: Ask, keep: Callable[[int, str], None], name: str
) -> None:
    """Ask several questions at once, and hand each answer on as it is there.

    Parameters
    ----------
    questions
        Instructions and text of each.
    keep
        Called with the number of a question and its answer.
    name
        What the bar is called.

    Raises
    ------
    ToolkitError
        When a question got no answer after all retries; the answers before it were handed on.
    """
    from openai import OpenAIError

    def one(number: int) -> None:
        keep(number, ask(*questions[number]))

    pool, done = ThreadPoolExecutor(_AT_ONCE), 0
    try:
        waiting = [pool.submit(one, number) for number in range(len(questions))]
        for future in track(waiting, name):
            future.result()
            done += 1
    except OpenAIError as error:
        raise ToolkitError(
            f"The language model gave no answer after {_RETRIES} retries ({_told(error)}); at least {done} "
            f"of {len(questions)} answers came and are kept where a cache is. Mend it and run again: only "
            "the missing ones are asked for."
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)  # whatever went wrong, nothing more is asked


def _key(base_url: str) -> str:
    name = KEYS.get(base_url, KEY_ELSEWHERE)
    key = os.environ.get(name, "").strip()
    if not key and base_url in KEYS:
        raise ToolkitError(
            f"No key for {urlsplit(base_url).hostname}: put it into the environment as {name} (never into a "
            "settings file), or name another server as `base_url`."
        )
    return key or "none"  # servers of one's own ask for no key, the client wants one


def _told(error: Exception) -> str:
    """Tell an error in a line; servers blot the key out in theirs."""
    return f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
