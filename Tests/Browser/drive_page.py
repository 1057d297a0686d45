"""`drive_page.py PAGE` does in a real browser what the steps on standard input say, and prints what came of them.

The steps are a JSON array: ["visit", "#fragment"], ["run", "script"], ["click", "selector"], ["press", "Tab"],
["type", "text"], ["resize", "480"]. Printed is a JSON object: `results` has the value of each `run`, `console` all that the page complained
of: errors, warnings, dialogs, requests to anywhere.
"""

import json
import sys

from browser import Browser, BrowserError


def main():
    page, steps = sys.argv[1], json.load(sys.stdin)
    results = []
    with Browser() as browser:
        for action, argument in steps:
            match action:
                case "visit":
                    browser.visit(page, argument)
                case "run":
                    results.append(browser.run(argument))
                case "click":
                    browser.click(argument)
                case "press":
                    browser.press(argument)
                case "type":
                    browser.type(argument)
                case "resize":
                    browser.resize(int(argument), 900)
                case _:
                    raise BrowserError(f"there is no step {action!r}")
        print(json.dumps({"results": results, "console": browser.console}))


try:
    main()
except BrowserError as error:
    sys.exit(f"drive_page.py: {error}")
