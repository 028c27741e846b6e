"""Keepers in processes of their own, which begin quickly: what they need is imported once for all."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Barrier, Event
from threading import Event as Forever
from typing import Any

from rutin.adapters.sql import open_journal
from rutin.adapters.sql.views import keeper as keeping_up
from rutin.adapters.sql.views.background import Background
from rutin.adapters.sql.views.keeper import Keeper
from rutin.application.view import AnyView, Told
from rutin.projections import VIEWS
from rutin.projections.findings import FINDINGS

PATIENCE_S = 60.0
"""How long what should come soon is waited for, in seconds."""

PROCESSES = get_context("forkserver")  # a fork of ourselves would share our connections
PROCESSES.set_forkserver_preload(["pytest", "rutin.adapters.sql.views.keeper", "rutin.projections"])


@contextmanager
def in_a_process(keep: Any, url: str, *told: Any) -> Iterator[BaseProcess]:
    """Let something be kept in a process of its own, which is no more when the block is left."""
    process = PROCESSES.Process(target=keep, args=(dict(os.environ), url, *told))
    process.start()
    try:
        yield process
    finally:
        process.kill()
        process.join()


def keep(environment: Mapping[str, str], url: str, now: datetime, has_begun: Event) -> None:
    """Keep every view up with what is recorded, until killed."""
    os.environ.update(environment)
    with open_journal(url) as journal:
        keeper = Keeper(journal, VIEWS, clock=lambda: now)
        has_begun.set()
        while True:
            keeper.round()


def keep_and_get_stuck(
    environment: Mapping[str, str], url: str, now: datetime, has_taken: Event
) -> None:
    """Take what there is to work out, and never come to an end with it."""
    os.environ.update(environment)

    def rows(_: Told) -> Any:
        has_taken.set()
        Forever().wait()

    with open_journal(url) as journal:
        Keeper(journal, [replace(FINDINGS, rows=rows)], clock=lambda: now).catch_up()


def keep_with_others(
    environment: Mapping[str, str],
    url: str,
    now: datetime,
    all_here: Barrier,
    finished: Event,
    shares: "SimpleQueue[int]",
) -> None:
    """Keep every view in the background, as `rutin serve` does, and tell how much fell to this one.

    No more than one subject is taken at a time, so that there is something for the others.
    """
    os.environ.update(environment)
    keeping_up.SUBJECTS = keeping_up.UNJUDGED = 1
    worked_out: list[str] = []

    def noting(view: AnyView) -> AnyView:
        def rows(told: Told) -> Any:
            worked_out.append(told.name)
            return view.rows(told)

        return replace(view, rows=rows)

    with open_journal(url) as journal:
        keeper = Keeper(journal, [noting(view) for view in VIEWS], clock=lambda: now)
        with Background(keeper):
            all_here.wait(PATIENCE_S)
            finished.wait(PATIENCE_S)
    shares.put(len(worked_out))
