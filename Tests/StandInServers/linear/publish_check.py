"""Publishes one saved report over and over while the stand-in for Linear fails at random; see Scripts/publish-check."""

import argparse
import concurrent.futures
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

HERE = Path(__file__).parent
KEY = "lin_api_0123456789abcdefghijklmnopqrstuvwxyz"
TEAM = "5f1c0e52-93ab-4c1d-8f2e-0d6b6f3c9a11"
# Seconds: what a run may spend on Linear, and how much longer it may take to start and end.
BOUND = 20
MARGIN = 10


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--assay", required=True)
    options.add_argument("--runs", type=int, default=200)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--rate", type=float, default=0.3)
    options.add_argument("--jobs", type=int, default=8)
    told = options.parse_args()

    server = subprocess.Popen(
        [sys.executable, str(HERE / "fake_linear.py")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    base = f"http://127.0.0.1:{int(server.stdout.readline())}"
    with tempfile.TemporaryDirectory() as folder:
        faults = check(told, base, Path(folder))
    server.stdin.close()
    server.wait()
    for fault in faults:
        print(f"error: {fault}", file=sys.stderr)
    sys.exit(1 if faults else 0)


def check(told, base, folder):
    (folder / "app.py").write_text("import time\n\n\nasync def wait():\n    time.sleep(1)\n")
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder)}
    subprocess.run(
        [told.assay, "run", "app.py", "--format", "json", "-o", "report.json", "--exit-zero"], cwd=folder, check=True,
        env=environment)
    control(base, {
        "key": KEY,
        "workspace": {
            "teams": [{"id": TEAM, "key": "ENG", "name": "Engineering"}],
            "projects": [{"name": f"Epic {number}", "team": "ENG"} for number in range(60, -1, -1)],
        },
        "faults": {"rate": told.rate, "seed": told.seed},
    })

    # Several machines publish at once, ten times a day.
    days = [f"2026-{1 + number // 28:02}-{1 + number % 28:02}" for number in range(max(1, told.runs // 10))]
    environment |= {"ASSAY_LINEAR_URL": f"{base}/graphql", "LINEAR_API_KEY": KEY}

    def publish(number):
        day = days[number % len(days)]
        command = [
            told.assay, "publish", "--input", "report.json", "--team", "ENG", "--date", day, "--timeout", str(BOUND)]
        start = time.monotonic()
        try:
            run = subprocess.run(
                command, cwd=folder, env=environment, capture_output=True, text=True, timeout=BOUND + MARGIN)
        except subprocess.TimeoutExpired:
            return day, None, "", BOUND + MARGIN
        return day, run.returncode, run.stdout + run.stderr, time.monotonic() - start

    start = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(told.jobs) as pool:
        runs = list(pool.map(publish, range(told.runs)))
    seconds = time.monotonic() - start
    with urllib.request.urlopen(f"{base}/state") as answer:
        state = json.load(answer)

    faults = []
    titles = sorted(issue["title"] for issue in state["issues"])
    published = sorted({day for day, status, _, _ in runs if status == 0})
    expected = [f"Persistence & Performance Audit: {day}" for day in published]
    # A run that gave up may have made the issue and not learnt of it.
    if len(titles) != len(set(titles)) or not set(expected) <= set(titles):
        faults.append(f"{len(titles)} issues for {len(published)} days: {titles}")
    if len(state["labels"]) != 3:
        faults.append(f"{len(state['labels'])} labels instead of 3")
    for day, status, text, _ in runs:
        if KEY in text:
            faults.append(f"the key is shown: {text}")
        if status is None:
            faults.append(f"a run for {day} hung")
        elif status not in (0, 2):
            faults.append(f"a run for {day} ended with {status}: {text}")
        elif status == 2 and text.count("\n") != 1:
            faults.append(f"a run for {day} failed with more than one line: {text}")
    leaks = [path.name for path in folder.rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()]
    if leaks:
        faults.append(f"the key was written to {leaks}")
    gave_up = sum(1 for _, status, _, _ in runs if status == 2)
    print(
        f"{told.runs} runs, {len(state['asked'])} requests, {len(titles)} issues for {len(days)} days, {gave_up} runs gave "
        f"up, the longest took {max(each[3] for each in runs):.1f} s, all {seconds:.1f} s")
    return faults


def control(base, told):
    request = urllib.request.Request(f"{base}/control", data=json.dumps(told).encode(), method="POST")
    urllib.request.urlopen(request).close()


if __name__ == "__main__":
    main()
