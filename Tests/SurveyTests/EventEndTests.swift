import Chance
import Testing
import Vocabulary

@testable import Survey

@Suite("Places that publish events or wait for them")
struct EventEndTests {
  private func ends(_ code: String, path: String = "app/a.py", more: [String: String] = [:]) async throws -> [String] {
    let found = try await facts(more.merging([path: code]) { $1 })
    return found.publishers.map { "P " + told($0) } + found.subscribers.map { "S " + told($0) }
  }

  @Test(
    "LISTEN and NOTIFY in Python",
    arguments: [
      ("import asyncpg\nasync def f(c):\n    await c.add_listener('Jobs', print)\n", ["S postgresql Jobs app/a.py:3"]),
      ("def f(c):\n    c.execute('LISTEN Jobs')\n", ["S postgresql jobs app/a.py:2"]),
      ("def f(c):\n    c.execute('LISTEN \"Jobs\";')\n", ["S postgresql Jobs app/a.py:2"]),
      ("def f(c):\n    c.execute(text(\"NOTIFY jobs, 'x'\"))\n", ["P postgresql jobs app/a.py:2"]),
      ("def f(c):\n    c.execute(select(func.pg_notify('Jobs', p)))\n", ["P postgresql Jobs app/a.py:2"]),
      (
        "def f(c):\n    c.execute(text('SELECT pg_notify(:c, :p)'), {'c': 'jobs', 'p': p})\n",
        ["P postgresql jobs app/a.py:2"]
      ),
      ("def f(c):\n    c.execute('SELECT pg_notify(%s, %s)', ('jobs', p))\n", ["P postgresql jobs app/a.py:2"]),
      (
        "async def f(c):\n    await c.execute('SELECT pg_notify($1, $2)', 'jobs', p)\n",
        ["P postgresql jobs app/a.py:2"]
      ),
      ("def f(c, n):\n    c.execute(f'NOTIFY job_{n}')\n", ["P postgresql job_* app/a.py:2"]),
      (
        "def f(c):\n    c.execute(sql.SQL('LISTEN {}').format(sql.Identifier('Jobs')))\n",
        ["S postgresql Jobs app/a.py:2"]
      ),
      ("QUERY = 'LISTEN jobs'\ndef f(c):\n    c.execute(QUERY)\n", ["S postgresql jobs app/a.py:1"]),
      (
        "def f(c):\n    listen(c, 'jobs')\ndef listen(c, name):\n    c.execute('LISTEN ' + name)\n",
        ["S postgresql jobs app/a.py:4"]
      ),
      (
        "class L:\n    channel = 'jobs'\n    def f(self, c):\n        c.execute(f'LISTEN {self.channel}')\n",
        ["S postgresql jobs app/a.py:4"]
      ),
      (
        "class L:\n    def __init__(self):\n        self.name = 'jobs'\n    def f(self, c):\n        c.execute('LISTEN %s' % self.name)\n",
        ["S postgresql jobs app/a.py:5"]
      ),
    ])
  func python(_ code: String, _ expected: [String]) async throws { #expect(try await ends(code) == expected) }

  @Test(
    "prose, other libraries and plain functions are no events",
    arguments: [
      "def f(c):\n    c.execute('listen to what I say')\n", "print('LISTEN jobs')\n",
      "def f(hub):\n    hub.add_listener('jobs', print)\n", "import redis\ndef f():\n    publish('jobs', 1)\n",
      "import redis\ndef f(hub):\n    hub.publish({'id': 1, 'text': 'x'})\n",
      "def f(c):\n    '''NOTIFY jobs'''\n", "async def f(c):\n    await c.execute(\"SELECT 'NOTIFY jobs'\")\n",
    ])
  func quiet(_ code: String) async throws { #expect(try await ends(code) == []) }

  @Test("a channel is followed through one import: a constant, a class, an enumeration, a relative module")
  func imports() async throws {
    let more = [
      "app/__init__.py": "", "app/names.py": "JOBS = 'jobs'\nclass Channels(str, Enum):\n    RUNS = 'runs'\n",
    ]
    let code = """
      import asyncpg
      from app.names import JOBS, Channels
      from . import names
      async def f(c):
          await c.add_listener(JOBS, g)
          await c.add_listener(Channels.RUNS, g)
          await c.add_listener(Channels.RUNS.value, g)
          await c.add_listener(names.JOBS, g)
          await c.add_listener(elsewhere(), g)
      """
    #expect(
      try await ends(code, more: more) == [
        "S postgresql jobs app/a.py:5", "S postgresql runs app/a.py:6", "S postgresql runs app/a.py:7",
        "S postgresql jobs app/a.py:8", "S postgresql * app/a.py:9",
      ])
  }

  @Test("Redis, channel layers, streams and sockets")
  func others() async throws {
    let code = """
      import redis
      from asgiref.sync import async_to_sync
      @router.get("/stream")
      async def stream():
          return StreamingResponse(events(), media_type="text/event-stream")
      @router.websocket("/ws")
      async def socket(ws):
          pubsub.subscribe("a", "b")
          r.publish(channel="c", message="x")
          async_to_sync(layer.group_send)("jobs", {})
      """
    let found = try await ends(code)
    #expect(
      found == [
        "P redis c app/a.py:9", "P channels jobs app/a.py:10", "S sse /stream app/a.py:5", "S websocket /ws app/a.py:6",
        "S redis a app/a.py:8", "S redis b app/a.py:8",
      ])
  }

  @Test(
    "scripts and Go",
    arguments: [
      ("a.ts", "await client.query('LISTEN Jobs');", ["S postgresql jobs a.ts:1"]),
      ("a.js", "const CH = 'jobs';\nclient.query(`LISTEN \"${CH}\"`)", ["S postgresql jobs a.js:2"]),
      (
        "a.js", "client.query('SELECT pg_notify($1, $2)', [CH, 'x']);\nconst CH = 'jobs';", ["P postgresql jobs a.js:1"]
      ),
      (
        "a.ts", "import postgres from 'postgres';\nawait sql.listen('Jobs', x => {});\nsql.notify('Jobs', '1')",
        ["P postgresql Jobs a.ts:3", "S postgresql Jobs a.ts:2"]
      ),
      ("a.ts", "const s = new EventSource('/events');", ["S sse /events a.ts:1"]),
      ("a.ts", "server.listen('jobs'); // 'LISTEN jobs'\nlog('please listen closely');", []),
      (
        "a.go",
        "package a\nimport \"github.com/lib/pq\"\nfunc f() { l.Listen(\"Jobs\"); c.Exec(ctx, \"NOTIFY Jobs\") }",
        ["P postgresql jobs a.go:3", "S postgresql Jobs a.go:3"]
      ),
      (
        "a.go",
        "package a\nimport \"github.com/lib/pq\"\nconst ch = \"jobs\"\nfunc f() { pool.Exec(ctx, \"select pg_notify($1, $2)\", ch, \"x\") }",
        ["P postgresql jobs a.go:4"]
      ),
    ])
  func scripts(_ path: String, _ code: String, _ expected: [String]) async throws {
    #expect(try await ends(code, path: path) == expected)
  }

  @Test("what cannot be read says nothing and stops nothing")
  func hostile() async throws {
    let pieces = [
      "def f(c):\n    c.execute(f'NOTIFY {", "'''", "pg_notify(", "LISTEN ", "$$", "class A(Base):\n",
      "    __tablename__ = ",
      "x = Column(", "f'{", "}", "(", "revision = 'a'\n", "down_revision = ", "def upgrade():\n", "    op.execute(",
      "upgrade()\n",
      "CREATE TRIGGER ", "ON jobs EXECUTE FUNCTION f()", "for x in [1, 2]:\n", "lambda: ", "%s", ".format(",
      "import sqlalchemy\n",
      "from a import b\n", "\\", "\u{0}", "é", ";\n", "model A {\n", "@@map(\"", "`${", "exports.down = ", "/*",
    ]
    var generator = SeededGenerator(seed: 11)
    var files: [String: String] = [:]
    for number in 0..<240 {
      let text = (0..<Int.random(in: 1..<40, using: &generator)).map { _ in pieces.randomElement(using: &generator)! }
      let ending = ["py", "sql", "ts", "go", "js", "prisma"][number % 6]
      files["migrations/f\(number).\(ending)"] = text.joined()
    }
    files["deep.py"] = "import sqlalchemy\nx = " + String(repeating: "(", count: 5000) + "'pg_notify'"
    files["self.py"] = "import redis\ndef f(c):\n    f(c)\n    c.publish('a', f(f(c)))\nX = X + X\n"
    let first = try await facts(files)
    let second = try await facts(files)
    #expect(first.triggers == second.triggers)
    #expect(first.publishers == second.publishers)
    #expect(first.models == second.models)
    #expect(first.publishers.contains { $0.path == "self.py" && $0.channel == "a" })
  }
}
