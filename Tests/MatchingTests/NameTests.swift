import Testing
import Vocabulary

@testable import Matching

@Suite("Names through imports")
struct NameTests {
  @Test(
    "a canonical name is found under every name that an import gives it",
    arguments: [
      "import time\n↓time.sleep(1)\n", "import time as t\n↓t.sleep(1)\n",
      "from time import sleep\n↓sleep(1)\n", "from time import sleep as nap\n↓nap(1)\nsleep(1)\n",
      "def f():\n    import time\n    ↓time.sleep(1)\n",
      "from time import (\n    time,\n    sleep as nap,\n)\n↓nap(1)\n",
      "import os, time as t\n↓t.sleep(1)\n",
    ])
  func imports(code: String) throws {
    try expect(pattern: "time.sleep(...)", finds: code)
  }

  @Test("a name that the file neither imports nor defines matches as it stands")
  func free() throws {
    try expect(pattern: "time.sleep(...)", finds: "↓time.sleep(1)\nsleep(1)\n")
    try expect(pattern: "open(...)", finds: "↓open(a)\nb.open(c)\n")
  }

  @Test(
    "a local definition, parameter or assignment shadows the name",
    arguments: [
      "import time\ndef f(time):\n    time.sleep(1)\n↓time.sleep(1)\n",
      "import time\ndef f():\n    time = clock()\n    time.sleep(1)\n",
      "import time\nx = [time.sleep(1) for time in clocks]\n",
      "import time\nx = lambda time: time.sleep(1)\n",
      "def time(): pass\ntime.sleep(1)\n", "class time: pass\ntime.sleep(1)\n", "time = Clock()\ntime.sleep(1)\n",
      "from clocks import time\ntime.sleep(1)\n", "from . import time\ntime.sleep(1)\n",
      "import clocks.time as time\ntime.sleep(1)\n",
      "for time in clocks:\n    time.sleep(1)\n", "with clock() as time:\n    time.sleep(1)\n",
    ])
  func shadows(code: String) throws {
    try expect(pattern: "time.sleep(...)", finds: code)
  }

  @Test("a builtin matches unless it is shadowed")
  func builtins() throws {
    try expect(pattern: "open(...)", finds: "from aiofiles import open\nopen(a)\n")
    try expect(pattern: "open(...)", finds: "def open(path): pass\nopen(a)\n")
    try expect(pattern: "len($X)", finds: "def f(len):\n    return len(a)\nx = ↓len(b)\n")
  }

  @Test("a name of a class is not seen in its methods, one of a function is in nested functions")
  func scopes() throws {
    try expect(
      pattern: "open(...)",
      finds:
        "class A:\n    open = 1\n    def f(self):\n        ↓open(a)\ndef g():\n    open = 2\n    def h():\n        open(b)\n"
    )
  }

  @Test("`global` looks past the function")
  func global() throws {
    try expect(
      pattern: "open(...)",
      finds: "def f():\n    global open\n    open = ↓open(a)\ndef g():\n    open = 1\n    open(b)\n")
  }

  @Test("an import with a fallback is the import")
  func fallback() throws {
    try expect(
      pattern: "ujson.loads(...)",
      finds: "try:\n    import ujson\nexcept ImportError:\n    ujson = None\n↓ujson.loads(a)\n")
  }

  @Test("longer paths are found however much of them the import names")
  func longPaths() throws {
    let pattern = "os.path.getsize(...)"
    for code in [
      "import os\n↓os.path.getsize(a)\n", "from os import path\n↓path.getsize(a)\n",
      "import os.path\n↓os.path.getsize(a)\n",
      "import os.path as p\n↓p.getsize(a)\n", "from os.path import getsize as g\n↓g(a)\n",
      "import os\nos.getsize(a)\n", "from os import path\nos.path.walk(a)\n",
    ] { try expect(pattern: pattern, finds: code) }
  }

  @Test("an attribute, a keyword argument and a definition of the name are no calls of it")
  func notCalls() throws {
    try expect(
      pattern: "sleep(...)", finds: "self.sleep(1)\nf(sleep=1)\nclass B:\n    def sleep(self): pass\n↓sleep(2)\n")
  }
}
