"""What goes wrong between a client and Linear, on request or by chance."""

import json
import random
import time

HTML = "<html><head><title>502 Bad Gateway</title></head><body>nginx, key {key}</body></html>"


class Faults:
    """`script` is a list of `{"operation": name or None, "fault": name, "times": n}`; each holds for the next requests
    of that operation. `rate` is the share of requests that meet a fault by chance, drawn from `seed`."""

    KINDS = [
        "close-before", "close-after", "500", "502-html", "truncated", "cut", "ratelimited", "429", "internal",
        "applied-500",
    ]

    def __init__(self, script=(), rate=0.0, seed=0, kinds=None):
        self.script = [dict(each) for each in script]
        self.rate = rate
        self.kinds = kinds or self.KINDS
        self.random = random.Random(seed)

    def next(self, operation):
        for entry in self.script:
            if entry.get("operation") in (None, operation) and entry.get("times", 1) > 0:
                entry["times"] = entry.get("times", 1) - 1
                return entry
        if self.rate and self.random.random() < self.rate:
            return {"fault": self.random.choice(self.kinds)}
        return None


def answer(handler, fault, execute, key):
    """Answers one request with a fault in it; `execute` carries the request out."""
    kind = fault["fault"]
    error = lambda message, code: {"errors": [{"message": message, "extensions": {"code": code}}]}  # noqa: E731
    if kind == "close-before":
        handler.drop()
    elif kind == "close-after":
        execute()
        handler.drop()
    elif kind == "500":
        handler.send(500, error("boom", "INTERNAL_SERVER_ERROR"))
    elif kind == "applied-500":
        execute()
        handler.send(500, error("boom", "INTERNAL_SERVER_ERROR"))
    elif kind == "internal":
        handler.send(200, {"data": None, **error("Internal server error", "INTERNAL_SERVER_ERROR")})
    elif kind == "502-html":
        handler.send_raw(502, "text/html", HTML.replace("{key}", key).encode())
    elif kind == "truncated":
        # Whole as far as HTTP can tell, and not JSON.
        body = json.dumps(execute()).encode()
        handler.send_raw(200, "application/json", body[: len(body) // 2])
    elif kind == "cut":
        # The connection ends before the length that was promised.
        body = json.dumps(execute()).encode()
        handler.send_raw(200, "application/json", body[: len(body) // 2], length=len(body))
        handler.drop()
    elif kind == "ratelimited":
        reset = int((time.time() + fault.get("seconds", 0.02)) * 1000)
        handler.send(400, error("Rate limit exceeded", "RATELIMITED"), {
            "X-RateLimit-Requests-Remaining": "0", "X-RateLimit-Requests-Reset": str(reset)})
    elif kind == "429":
        handler.send_raw(429, "text/plain", b"slow down", headers={"Retry-After": str(fault.get("seconds", 0))})
    elif kind == "slow":
        time.sleep(fault["seconds"])
        handler.send(200, execute())
    elif kind == "drip":
        handler.drip(fault["seconds"])
    elif kind == "endless":
        handler.flood()
    elif kind == "redirect":
        handler.send_raw(302, "text/plain", b"", headers={"Location": fault["to"]})
    elif kind == "refuse":
        handler.send(200, {"data": None, **error(fault["message"], fault.get("code", "INPUT_ERROR"))})
    else:
        raise ValueError(kind)
