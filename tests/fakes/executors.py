"""An executor whose tasks see nothing of this process but what can be sent to another."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Any


class SendingExecutor(Executor):
    """Runs tasks in threads, what they take and give pickled on the way; ``done`` counts them.

    ``told`` is handed what was sent, ``after`` called when a task is over.
    """

    def __init__(self, workers: int) -> None:
        self._pool = ThreadPoolExecutor(max_workers=workers)
        self.done: list[str] = []
        self.told: Callable[[bytes], None] = lambda _: None
        self.after: Callable[[], None] = lambda: None

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        sent = pickle.dumps((fn, args, kwargs))
        self.told(sent)
        return self._pool.submit(self._run, sent)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._pool.shutdown(wait=wait, cancel_futures=cancel_futures)

    def _run(self, sent: bytes) -> Any:
        fn, args, kwargs = pickle.loads(sent)
        found = pickle.loads(pickle.dumps(fn(*args, **kwargs)))
        self.after()
        self.done.append(getattr(fn, "__name__", "") or fn.func.__name__)
        return found
