"""The one place that knows DBOS: letters as durable workflows in the schema `dbos` of our own database.

A workflow has one argument, the number of its letter, and no steps: what it did stands in the ledger. Its id is the
letter's key, from the second turn on `key#turn`. Importing this takes half a second, so only who needs it does.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from functools import partial

from dbos import DBOS, DBOSClient, DBOSConfig, DBOSPortableJSONSerializer, EnqueueOptions
from dbos import error as dbos_errors

from bot.delivery.lanes import LANES, lane
from bot.errors import StoreError
from bot.store.db import Database, Tx
from bot.store.letters import Turn
from bot.store.statements import chunks

NAME, SCHEMA, QUEUE, WORKFLOW = "rondo", "dbos", "letters", "deliver"
VERSION = "1"
"""Pinned: by default DBOS strands what was enqueued before any change of code. It changes when the argument does."""
_LOG = "dbos"
LIVING = ["ENQUEUED", "PENDING", "DELAYED"]
IN_A_LANE = 8
"""Workflows at a time, per process."""
IN_ALL = len(LANES) * IN_A_LANE
"""Room for every lane at once: most wait for Slack's limits, and an answer must not wait for one of those to end."""
NOT_MIGRATED = "The tables of the distributed engine are missing or of another version; run `rondo migrate`."
SELDOM = 3600.0
"""Seconds between looks at DBOS' own schedules, of which there are none."""


class Workflows:
    """DBOS in this process; there can be one at a time."""

    def __init__(self, database: Database, *, executor: str, polling: float) -> None:
        """`executor` is new with every process; `polling` is the seconds between two looks at the queue."""
        self._database = database
        self._executor = executor
        self._polling = polling
        self._running: set[str] = set()
        """The workflows that run in this process; a set's add and discard are atomic."""
        _quiet()
        self._client = DBOSClient(
            system_database_engine=database.engine,
            dbos_system_schema=SCHEMA,
            serializer=DBOSPortableJSONSerializer(),
            application_name=NAME,
            lazy=True,
            retry_connection_errors=False,
        )

    def enqueue(self, tx: Tx, turns: Iterable[Turn]) -> None:
        """Enqueue a workflow for each turn, in the caller's transaction."""
        for one in turns:
            options: EnqueueOptions = {
                "workflow_name": WORKFLOW,
                "queue_name": QUEUE,
                "workflow_id": workflow_id(one.key, one.number),
                "app_version": VERSION,
                "priority": max(one.priority, 0) + 1,  # 0 means none, and goes first
                "queue_partition_key": lane(one.op, one.priority),
            }
            self._client.enqueue_in_transaction(tx, options, one.id)

    def start(self, run: Callable[[int], None]) -> None:
        """Begin to work on workflows; raises StoreError where DBOS' tables do not fit."""

        def deliver(letter: int) -> None:
            mine = DBOS.workflow_id
            assert mine is not None
            self._running.add(mine)
            try:
                run(letter)
            finally:
                self._running.discard(mine)

        _quiet()
        DBOS(config=self._config())
        DBOS.workflow(name=WORKFLOW)(deliver)
        # What it says of a failed start is said below, without a traceback.
        logging.getLogger(_LOG).setLevel("CRITICAL")
        try:
            DBOS.launch()
            DBOS.register_queue(
                QUEUE,
                worker_concurrency=IN_ALL,
                partition_worker_concurrency=IN_A_LANE,
                polling_interval_sec=self._polling,
            )
        except dbos_errors.DBOSException as error:
            DBOS.destroy(destroy_registry=True)
            raise StoreError(NOT_MIGRATED) from error
        finally:
            logging.getLogger(_LOG).setLevel("WARNING")

    def stop(self, *, within: float, busy: bool) -> bool:
        """Take nothing more and wait for what is in hand (`busy`), at most so many seconds; False if it took longer."""
        # It waits for its own threads without a limit that could be set, so it is itself waited for.
        patience = max(1, int(within) - 2) if busy else 0
        end = partial(DBOS.destroy, destroy_registry=True, workflow_completion_timeout_sec=patience)
        ending = threading.Thread(target=end, name="dbos-end", daemon=True)
        ending.start()
        ending.join(within)
        return not ending.is_alive()

    def orphans(self, living: Collection[str]) -> list[str]:
        """Return the workflows that stand as running in processes that do not live."""
        running = self._client.list_workflows(status="PENDING", name=WORKFLOW, load_input=False, load_output=False)
        return [one.workflow_id for one in running if one.executor_id not in living]

    def unbegun(self) -> frozenset[str]:
        """Return the workflows that stand as running in this process, and do not run.

        Where the database goes away while DBOS takes workflows off the queue, they are taken and DBOS never hears of
        it. They would fill the places of their lane for ever.
        """
        mine = self._client.list_workflows(
            status="PENDING", name=WORKFLOW, executor_id=self._executor, load_input=False, load_output=False
        )
        return frozenset(one.workflow_id for one in mine) - self._running

    def resume(self, workflows: Iterable[str]) -> None:
        """Give workflows back to the queue, for anybody."""
        for some in chunks(workflows):
            self._client.resume_workflows(some, queue_name=QUEUE)

    def lost(self, turns: Iterable[Turn]) -> list[Turn]:
        """Return the turns for which no workflow waits or runs."""
        missing: list[Turn] = []
        wanted = {workflow_id(one.key, one.number): one for one in turns}
        for some in chunks(wanted):
            found = self._client.list_workflows(workflow_ids=some, status=LIVING, load_input=False, load_output=False)
            alive = {one.workflow_id for one in found}
            missing += [wanted[one] for one in some if one not in alive]
        return missing

    def prune(self, before: datetime, *, most: int) -> int:
        """Delete at most so many workflows that ended before an instant of the database's clock; return how many."""
        ended = self._client.list_workflows(
            name=WORKFLOW, completed_before=before.isoformat(), limit=most, load_input=False, load_output=False
        )
        if ended:
            self._client.delete_workflows([one.workflow_id for one in ended])
        return len(ended)

    def _config(self) -> DBOSConfig:
        return {
            "name": NAME,
            "system_database_engine": self._database.engine,
            "dbos_system_schema": SCHEMA,
            "executor_id": self._executor,
            "application_version": VERSION,
            "serializer": DBOSPortableJSONSerializer(),
            "run_migrations": False,
            "use_listen_notify": False,  # nothing here waits for a notification, and poolers lose them
            "enable_otlp": False,
            "log_level": "WARNING",
            "scheduler_polling_interval_sec": SELDOM,
            "max_executor_threads": 2 * IN_ALL,
        }


def workflow_id(key: str, turn: int) -> str:
    """Return the id of a letter's workflow."""
    return key if turn == 1 else f"{key}#{turn}"


def migrate(database: Database) -> None:
    """Create or bring forward DBOS' tables, in the schema `dbos`. Raises StoreError."""
    _quiet()
    try:
        DBOS.migrate(database.address, schema=SCHEMA)
    except dbos_errors.DBOSException as error:
        raise StoreError(f"The tables of the distributed engine could not be made ({error.message}).") from error


def _quiet() -> None:
    """Let DBOS speak through our log, and only of what is wrong; left alone it opens a log of its own."""
    logger = logging.getLogger(_LOG)
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    logger.setLevel("WARNING")
