"""The API as `rutin serve` serves it: real processes, real sockets, a real database."""

import json
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any

import httpx2
import pytest

from examples import HUGO, IMPORTER, JAN_12, JAN_19, K, on_behalf_of, order_received
from machines import Machine, body_of
from processes import environment
from recording import carry_out, path
from rutin.adapters.cli import main
from rutin.adapters.sql import open_journal
from rutin.application import Refused, Rutin
from rutin.application.reading import read_instruction
from rutin.domain.case import ContactAttempted, EndOrder
from spec import to_record

PATIENCE_S = 60
WRITERS = 24

RECORDED = "2026-01-20T09:00:00+01:00"
ORDER = body_of(to_record(order_received), IMPORTER, recorded_at=RECORDED)


def attempt(note: str) -> dict[str, Any]:
    tried = ContactAttempted(occurred_on=JAN_19, channel="phone", outcome="no_answer", note=note)
    return body_of(to_record(tried), IMPORTER, recorded_at=RECORDED)


@contextmanager
def serving(database_url: str, *options: str) -> Iterator[subprocess.Popen[str]]:
    """Run `rutin serve` on any free port while the block runs."""
    program = "import sys; from rutin.adapters.cli import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-W", "error", "-c", program, "serve", "--db", database_url]
    with subprocess.Popen(
        [*command, "--port", "0", *options],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            yield server
        finally:
            server.kill()


def address(server: subprocess.Popen[str]) -> str:
    """Wait until a server is ready; give its address."""
    assert server.stdout is not None
    told = server.stdout.readline()
    assert told.startswith("Rutin svarar på http://127.0.0.1:"), told + (server.communicate()[1])
    return told.split()[3]


@pytest.fixture
def url(database_url: str) -> Iterator[str]:
    """The address of a service over an empty journal."""
    with serving(database_url) as server:
        yield address(server)


def client_of(url: str) -> httpx2.Client:
    return httpx2.Client(base_url=url, timeout=PATIENCE_S)


def at_once(call: Callable[[int], httpx2.Response]) -> list[httpx2.Response]:
    """Let every writer, by number, call at the same moment."""
    ready = Barrier(WRITERS)

    def begin(writer: int) -> httpx2.Response:
        ready.wait(PATIENCE_S)
        return call(writer)

    with ThreadPoolExecutor(WRITERS) as threads:
        return list(threads.map(begin, range(WRITERS)))


def statuses(answers: list[httpx2.Response]) -> dict[int, int]:
    return Counter(answer.status_code for answer in answers)


# ---------------------------------------------------------------- whole cases


@pytest.mark.long
@pytest.mark.parametrize("name", ["G1", "G2", "G4", "G12"])
def test_a_whole_case_is_worked_over_http_and_refused_the_same(name: str, url: str) -> None:
    lines = path(name).read_text(encoding="utf-8").splitlines()
    here = Rutin()
    with client_of(url) as client:
        caller = Machine(client)
        for line in lines:
            told = json.loads(line)
            command, key = told.pop("command"), told.pop("command_id")
            answer = caller.give(command, told, key=key)
            assert as_answered(answer) == as_decided(here, line), key
        case = f"case/K-{name.removeprefix('G')}"
        shown = caller.look(case).json()["entries"]
    expected = here.timeline(case).entries
    assert [(each["title"], each["type"], each["position"]) for each in shown] == [
        (each.title, each.recorded.fact.type, each.recorded.position) for each in expected
    ]
    assert [each["corrected_by"] for each in shown] == [
        str(each.corrected_by.event_id) if each.corrected_by else None for each in expected
    ]


def as_answered(answer: httpx2.Response) -> list[tuple[str, str, str | None]]:
    """Tell what the service said no to; nothing if it recorded."""
    if answer.status_code == 201:
        return []
    assert answer.status_code == 409
    return [(each["code"], each["text"], each["provision"]) for each in answer.json()["problems"]]


def as_decided(rutin: Rutin, line: str) -> list[tuple[str, str, str | None]]:
    """Tell what the application itself says no to."""
    try:
        carry_out(rutin, *read_instruction(line))
    except Refused as no:
        return [(each.code, each.text, each.provision) for each in no.problems]
    return []


def test_a_case_sent_again_is_answered_again_and_changes_nothing(url: str) -> None:
    lines = [json.loads(line) for line in path("G1").read_text(encoding="utf-8").splitlines()]
    with client_of(url) as client:
        answers = []
        for _ in range(2):
            caller = Machine(client)
            answers.append(
                [
                    caller.give(told["command"], without_place(told), key=told["command_id"])
                    for told in lines
                ]
            )
        first, again = answers
        assert client.get("/health").json()["position"] == len(lines)
    assert {answer.status_code for answer in (*first, *again)} == {201}
    assert [answer.content for answer in again] == [answer.content for answer in first]
    assert not any("Idempotent-Replayed" in answer.headers for answer in first)
    assert all("Idempotent-Replayed" in answer.headers for answer in again)


def without_place(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if name not in ("command", "command_id")}


# ---------------------------------------------------------------- many at once


ONE_WINS = {201: 1, 412: WRITERS - 1}


def test_of_many_writers_on_one_version_exactly_one_wins(database_url: str) -> None:
    with (
        serving(database_url) as one,
        client_of(address(one)) as first,
        serving(database_url) as other,
        client_of(address(other)) as second,
    ):
        seen = Machine(first).give("ReceiveOrder", ORDER).headers["ETag"]

        def write(writer: int) -> httpx2.Response:
            caller = Machine(second if writer % 2 else first)
            return caller.give(
                "RecordContactAttempt", attempt(f"{seen} {writer}"), headers={"If-Match": seen}
            )

        for _ in range(4):
            answers = at_once(write)
            assert statuses(answers) == ONE_WINS
            (seen,) = (each.headers["ETag"] for each in answers if each.status_code == 201)
        entries = Machine(first).look(f"case/{K}").json()["entries"]
    assert len(entries) == 5


def test_of_many_who_open_the_same_case_exactly_one_does(url: str) -> None:
    with client_of(url) as client:
        answers = at_once(
            lambda _: Machine(client).give("ReceiveOrder", ORDER, headers={"If-None-Match": "*"})
        )
    assert statuses(answers) == ONE_WINS


def test_many_who_do_what_can_be_done_once_are_told_to_look_again(url: str) -> None:
    end = body_of(
        EndOrder(case=K, occurred_on=JAN_19, reason="completed", decision_reference="beslut-1"),
        on_behalf_of(HUGO, IMPORTER),
        recorded_at=RECORDED,
    )
    with client_of(url) as client:
        seen = {"If-Match": Machine(client).give("ReceiveOrder", ORDER).headers["ETag"]}
        answers = at_once(lambda _: Machine(client).give("EndOrder", end, headers=seen))
    assert statuses(answers) == ONE_WINS


def test_one_command_sent_by_many_at_once_is_recorded_once_and_answered_alike(url: str) -> None:
    call = attempt("en gång")
    with client_of(url) as client:
        seen = Machine(client).give("ReceiveOrder", ORDER).headers["ETag"]
        told = {"If-Match": seen, "Idempotency-Key": "C1"}
        answers = at_once(
            lambda _: Machine(client).give("RecordContactAttempt", call, headers=told)
        )
        assert client.get("/health").json()["position"] == 2
    assert statuses(answers) == {201: WRITERS}
    assert len({each.content for each in answers}) == 1


def test_what_many_record_whatever_is_new_is_recorded_or_told_to_be_sent_again(url: str) -> None:
    with client_of(url) as client:
        Machine(client).give("ReceiveOrder", ORDER)
        answers = at_once(
            lambda writer: Machine(client).give(
                "RecordContactAttempt", attempt(str(writer)), headers={"If-Match": "*"}
            )
        )
        entries = Machine(client).look(f"case/{K}").json()["entries"]
    assert statuses(answers).keys() <= {201, 409}
    assert {each.json()["code"] for each in answers if each.status_code == 409} <= {"conflict"}
    assert [each["version"] for each in entries] == list(range(1, statuses(answers)[201] + 2))


# ---------------------------------------------------------------- start and stop


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_a_server_that_is_told_to_stop_answers_what_is_under_way(
    told: signal.Signals, database_url: str
) -> None:
    with serving(database_url) as server:
        host, port = address(server).removeprefix("http://").split(":")
        body = json.dumps(ORDER).encode()
        with socket.create_connection((host, int(port)), timeout=PATIENCE_S) as line:
            line.sendall(
                b"POST /commands/ReceiveOrder HTTP/1.1\r\nHost: rutin\r\n"
                b"Content-Type: application/json\r\n"
                b"Content-Length: %d\r\n\r\n" % len(body) + body[:10]
            )
            time.sleep(0.3)
            server.send_signal(told)
            time.sleep(0.3)
            line.sendall(body[10:])
            answered = line.makefile("rb").read()
        out, err = server.communicate(timeout=PATIENCE_S)
    assert answered.startswith(b"HTTP/1.1 201")
    assert (server.returncode, err) == (0, ""), out
    with open_journal(database_url) as journal:
        assert journal.head() == 1


def test_a_port_that_is_taken_is_told_in_swedish(database_url: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        with serving(database_url, "--port", port) as server:
            out, err = server.communicate(timeout=PATIENCE_S)
    assert (server.returncode, out) == (1, "")
    assert f"Det går inte att lyssna på 127.0.0.1, port {port}" in err
    assert "--port" in err


@pytest.mark.parametrize("port", ["-1", "65536", "åttatusen", "1" * 30])
def test_a_port_that_is_none_is_told_in_swedish(
    port: str, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["serve", "--db", database_url, "--port", port]) == 2
    assert "Skriv ett heltal från 0 till 65535." in capsys.readouterr().err


def test_without_the_packages_of_the_web_it_is_told_which_to_install(
    database_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "rutin.adapters.api", None)  # as if it could not be imported
    assert main(["serve", "--db", database_url]) == 1
    assert "Installera rutin[web]" in capsys.readouterr().err


def test_what_goes_wrong_inside_is_told_the_operator_and_not_the_caller(database_url: str) -> None:
    with serving(database_url) as server, client_of(address(server)) as client:
        Machine(client).give("ReceiveOrder", ORDER)
        with open_journal(database_url) as journal, journal.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE events RENAME TO gone")
        answer = client.get(f"/timelines/case/{K}")
        server.terminate()
        _, err = server.communicate(timeout=PATIENCE_S)
    assert answer.status_code == 500
    assert "events" not in answer.text
    assert "events" in err
    assert str(JAN_12) not in err
