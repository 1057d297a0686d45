"""A stand-in for Linear on this machine: it validates and executes the GraphQL operations that it is sent.

    python fake_linear.py

prints its port on standard output and runs until its standard input ends. `POST /control` with an object replaces the
`workspace` and the `faults`; `GET /state` tells what the workspace holds and what was asked. Every other path is
Linear's endpoint, which wants the key that `POST /control` named, `lin_api_test` unless it did.
"""

import json
import os
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from graphql import build_schema, graphql_sync

import faults
import workspace

SCHEMA = build_schema((Path(__file__).parent / "schema.graphql").read_text())


class World:
    """All that one server knows."""

    def __init__(self):
        self.lock = threading.RLock()
        self.reset({})

    def reset(self, told):
        self.key = told.get("key", "lin_api_test")
        self.workspace = workspace.Workspace(told.get("workspace", {}))
        self.asked = []
        self.refused = []
        self.change(told)

    def change(self, told):
        self.faults = faults.Faults(**told.get("faults", {}))

    def state(self):
        return {
            "issues": self.workspace.issues, "labels": self.workspace.labels, "asked": self.asked,
            "refused": self.refused,
        }

    def root(self):
        space = self.workspace

        def project(each):
            return each

        def label(each):
            parent = next((other for other in space.labels if other["id"] == each["parentId"]), None)
            return {**each, "parent": parent and label(parent)}

        def team(each):
            own = [project(other) for other in space.projects if other["teamId"] == each["id"]]
            return {**each, "projects": lambda info, first=None, after=None: space.page(own, first, after)}

        def issue(each):
            labels = [label(other) for other in space.labels if other["id"] in each["labelIds"]]
            return {
                **each,
                "team": team(space.find(space.teams, each["teamId"], "Team")),
                "project": next((other for other in space.projects if other["id"] == each["projectId"]), None),
                "labels": lambda info, first=None, after=None: space.page(labels, first, after),
            }

        def issues(info, filter=None, first=None, after=None, includeArchived=False):
            found = [
                issue(each) for each in space.issues
                if workspace.matches_issue(each, filter) and (includeArchived or not each["archivedAt"])
            ]
            return space.page(found, first, after)

        def written(payload):
            return {**payload, "issue": issue(payload["issue"])}

        return {
            "teams": lambda info, first=None, after=None: space.page([team(each) for each in space.teams], first, after),
            "team": lambda info, id: team(space.find(space.teams, id, "Team")),
            "issueLabels": lambda info, filter=None, first=None, after=None: space.page(
                [label(each) for each in space.labels if workspace.matches_label(each, filter)], first, after),
            "issues": issues,
            "issueCreate": lambda info, input: written(space.create_issue(input)),
            "issueUpdate": lambda info, id, input: written(space.update_issue(id, input)),
            "issueLabelCreate": lambda info, input: {
                "success": True, "issueLabel": label(space.create_label(input)["issueLabel"])},
        }

    def execute(self, request):
        with self.lock:
            result = graphql_sync(
                SCHEMA, request["query"], self.root(), variable_values=request.get("variables"),
                operation_name=request.get("operationName"))
            if result.errors:
                self.refused += [error.message for error in result.errors]
            return result.formatted


WORLD = World()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        with WORLD.lock:
            self.send(200, WORLD.state())

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        request = json.loads(body)
        if self.path == "/control":
            with WORLD.lock:
                WORLD.change(request) if "workspace" not in request else WORLD.reset(request)
            return self.send(200, {})
        if "query" not in request:
            return self.send(400, {"errors": [{"message": "the request holds no query"}]})
        authorization = self.headers.get("Authorization", "")
        with WORLD.lock:
            WORLD.asked.append({
                "operation": request["operationName"], "variables": request["variables"],
                "query": request["query"], "time": time.time()})
            fault = WORLD.faults.next(request["operationName"])
        if authorization != WORLD.key:
            return self.send(401, {"errors": [{
                "message": f"Authentication required, not authenticated with {authorization}",
                "extensions": {"code": "AUTHENTICATION_ERROR"}}]})
        execute = lambda: WORLD.execute(request)  # noqa: E731
        if fault is not None:
            return faults.answer(self, fault, execute, authorization)
        result = execute()
        self.send(400 if "data" not in result else 200, result)

    def send(self, status, value, headers=None):
        self.send_raw(status, "application/json", json.dumps(value).encode(), headers=headers)

    def send_raw(self, status, kind, body, headers=None, length=None):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def drop(self):
        self.wfile.flush()
        self.close_connection = True

    def drip(self, seconds):
        """A byte now and then, so that the connection never falls silent."""
        self.send_response(200)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        end = time.time() + seconds
        while time.time() < end:
            self.wfile.write(b" ")
            self.wfile.flush()
            time.sleep(0.05)
        self.close_connection = True

    def flood(self):
        self.send_response(200)
        self.send_header("Content-Length", str(1 << 40))
        self.end_headers()
        while True:
            self.wfile.write(b" " * (1 << 16))


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request, client_address):
        """A client that hung up is part of the game."""


def main():
    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_address[1], flush=True)
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main()
