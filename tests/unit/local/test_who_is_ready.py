"""A process is ready when it says so itself; until then a person may read why not."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from deploy.local.layout import Layout
from deploy.local.processes import INGEST, KAFKA, SANDBOX_X, TRIAGE
from deploy.local.run.ready import last_words, why_not
from tests.support.ports import free_ports


@contextmanager
def answering(home: Path, offset: int, status: int, body: bytes = b"") -> Iterator[Layout]:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Keep the test's output clean."""

    port = free_ports(1)[0]
    with HTTPServer(("127.0.0.1", port), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield Layout(home=home, port_base=port - offset)
        server.shutdown()
        thread.join()


def test_a_service_that_says_so_is_ready(tmp_path: Path) -> None:
    with answering(tmp_path, INGEST.asked, 200) as layout:
        assert why_not(layout, INGEST) is None


def test_one_that_is_not_says_why(tmp_path: Path) -> None:
    with answering(tmp_path, INGEST.asked, 503, b"kafka: no answer") as layout:
        assert why_not(layout, INGEST) == "kafka: no answer"


def test_of_a_service_with_several_checks_only_those_that_fail_are_told(tmp_path: Path) -> None:
    checks = {"alerts": {"well": True, "reason": ""}, "labels": {"well": False, "reason": "5 bad records. Do this."}}
    with answering(tmp_path, TRIAGE.asked, 503, json.dumps({"checks": checks}).encode()) as layout:
        assert why_not(layout, TRIAGE) == "labels: 5 bad records. Do this."


def test_of_one_that_stopped_the_last_line_of_its_log_says_why(tmp_path: Path) -> None:
    layout = Layout(home=tmp_path)
    assert last_words(layout, TRIAGE) == "Its log says why."
    layout.logs.mkdir()
    (layout.logs / "triage.log").write_text('{"message": "begins"}\n{"message": "A setting is wrong."}\n')
    assert last_words(layout, TRIAGE) == "A setting is wrong."
    with (layout.logs / "triage.log").open("a") as log:
        log.write("Setting A: no number\nNothing was started.\n")
    assert last_words(layout, TRIAGE) == "Setting A: no number Nothing was started."


def test_any_answer_of_the_stand_in_will_do(tmp_path: Path) -> None:
    with answering(tmp_path, SANDBOX_X.asked, 405) as layout:
        assert why_not(layout, SANDBOX_X) is None


def test_silence_is_not_readiness(tmp_path: Path) -> None:
    layout = Layout(home=tmp_path, port_base=free_ports(1)[0])
    assert why_not(layout, INGEST) == "does not answer yet"
    assert why_not(layout, KAFKA) == "does not answer yet"


def test_something_else_on_kafkas_port_is_not_kafka(tmp_path: Path) -> None:
    with answering(tmp_path, KAFKA.asked, 200) as layout:
        assert why_not(layout, KAFKA) == "does not answer yet"
