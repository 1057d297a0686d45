"""Chromium without a window, spoken to over a pipe by the DevTools protocol; nothing but Python's standard library."""

import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time


class BrowserError(Exception):
    pass


class Browser:
    """A browser with one page, for a `with` block. `console` gathers what pages complain of."""

    def __init__(self, width=1280, height=900, patience=60.0):
        self.size = (width, height)
        self.patience = patience
        self.console = []

    def __enter__(self):
        program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        if program is None:
            raise BrowserError("there is no chromium on the PATH; Scripts/test installs it")
        self.profile = tempfile.TemporaryDirectory(prefix="assay-browser-", ignore_cleanup_errors=True)
        theirs, self.to_browser = os.pipe()
        self.from_browser, ours = os.pipe()

        def wire():
            # The browser reads commands from descriptor 3 and answers on 4; these may be taken by the pipes themselves.
            low, high = os.dup(theirs), os.dup(ours)
            spare = [os.dup(low), os.dup(high)]
            os.dup2(spare[0], 3)
            os.dup2(spare[1], 4)

        self.process = subprocess.Popen(
            [program, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
             "--disable-background-networking", "--hide-scrollbars", f"--user-data-dir={self.profile.name}",
             f"--window-size={self.size[0]},{self.size[1]}", "--remote-debugging-pipe", "about:blank"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            close_fds=False, preexec_fn=wire, start_new_session=True)
        os.close(theirs)
        os.close(ours)
        self.buffer = b""
        self.number = 0
        self.session = None
        target = next(t for t in self.call("Target.getTargets")["targetInfos"] if t["type"] == "page")
        self.session = self.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)["sessionId"]
        for domain in ["Page", "Runtime", "Log", "Network"]:
            self.call(domain + ".enable")
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        os.close(self.to_browser)
        os.close(self.from_browser)
        self.profile.cleanup()

    def call(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        self._write(json.dumps(message).encode() + b"\0")
        end = time.monotonic() + self.patience
        while True:
            answer = self._message(end)
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise BrowserError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self._note(answer)

    def _write(self, data):
        while data:
            data = data[os.write(self.to_browser, data):]

    def _message(self, end):
        while b"\0" not in self.buffer:
            ready, _, _ = select.select([self.from_browser], [], [], max(0, end - time.monotonic()))
            chunk = os.read(self.from_browser, 1 << 16) if ready else b""
            if not chunk:
                raise BrowserError("the browser gave no answer" if not ready else "the browser has ended")
            self.buffer += chunk
        message, _, self.buffer = self.buffer.partition(b"\0")
        return json.loads(message)

    def _note(self, event):
        parameters = event.get("params", {})
        match event.get("method"):
            case "Runtime.exceptionThrown":
                details = parameters["exceptionDetails"]
                self.console.append(details.get("exception", {}).get("description") or details["text"])
            case "Runtime.consoleAPICalled":
                words = [str(a.get("value", a.get("description"))) for a in parameters["args"]]
                self.console.append(f"{parameters['type']}: {' '.join(words)}")
            case "Log.entryAdded":
                self.console.append(parameters["entry"]["text"])
            case "Page.javascriptDialogOpening":
                self.console.append("a dialog opened: " + parameters["message"])
            case "Network.requestWillBeSent" if not parameters["request"]["url"].startswith("file:"):
                self.console.append("a request was sent: " + parameters["request"]["url"])

    def visit(self, path, fragment="", scheme="light"):
        """Loads a file anew and waits until its scripts have run."""
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.call("Page.navigate", url="about:blank")
        url = "file://" + os.path.abspath(path) + fragment
        self.call("Page.navigate", url=url)
        end = time.monotonic() + self.patience
        while self.run("location.protocol === 'file:' ? document.readyState : ''") != "complete":
            if time.monotonic() > end:
                raise BrowserError("the page did not finish loading")
            time.sleep(0.02)
        self.settle()

    def settle(self):
        """Lets what was started come to its end: timers and a frame."""
        self.call("Runtime.evaluate", expression="new Promise((done) => setTimeout(() => setTimeout(done, 30), 0))",
                  awaitPromise=True)

    def run(self, script):
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise BrowserError(answer["exceptionDetails"].get("exception", {}).get("description", "the script failed"))
        return answer["result"].get("value")

    def click(self, selector):
        """With a mouse, in the middle of the first element that fits."""
        box = self.run(f"""(() => {{ const e = document.querySelector({json.dumps(selector)});
            e.scrollIntoView({{block: "center"}}); const b = e.getBoundingClientRect();
            return [b.x + b.width / 2, b.y + b.height / 2]; }})()""")
        for kind in ["mousePressed", "mouseReleased"]:
            self.call("Input.dispatchMouseEvent", type=kind, x=box[0], y=box[1], button="left", clickCount=1)
        self.settle()

    def press(self, key):
        codes = {"Tab": 9, "Enter": 13, " ": 32}
        text = {"Enter": "\r", " ": " "}.get(key)
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key, windowsVirtualKeyCode=codes[key],
                  **({"text": text} if text else {}))
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=codes[key])
        self.settle()

    def type(self, text):
        self.call("Input.insertText", text=text)
        self.settle()

    def resize(self, width, height):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def screenshot(self, path):
        data = self.call("Page.captureScreenshot", format="png")["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))
