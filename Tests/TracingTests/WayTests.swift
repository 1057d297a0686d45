import Testing
import Vocabulary

@Suite("Ways from a call to an operation")
struct WayTests {
  @Test("a way is told call by call, and is the less certain the longer it is")
  func told() throws {
    let project = try Project(
      blocking,
      [
        "a.py": "from b import middle\n\nasync def handler():\n    middle()\n",
        "b.py": "def middle():\n    x = 1\n    return last()\n\ndef last():\n    wait_long(3)\n",
        "c.py": "from b import last\n\nasync def other():\n    last()\n",
      ])
    #expect(try project.found == ["a.py: middle()", "c.py: last()"])
    #expect(
      try project.traces == [
        [CallStep(path: "b.py", line: 3, function: "last"), CallStep(path: "b.py", line: 6, function: "wait_long")],
        [CallStep(path: "b.py", line: 6, function: "wait_long")],
      ])
    #expect(try project.confidences == [.medium, .high])
  }

  @Test("a coroutine that is handed to what runs it is run; one that is only made is not")
  func runners() throws {
    let code = """
      import asyncio
      async def load(key):
          return ask(key)
      async def all(keys):
          for key in keys:
              await asyncio.gather(load(key), other())
          await asyncio.gather(*[load(key) for key in keys])
          for key in keys:
              keep(load(key))
      """
    #expect(try found(oncePerTurn, in: code) == ["app.py: load(key)", "app.py: load(key)"])
  }

  @Test("what must not have happened before counts in every function on the way")
  func before() throws {
    let rule = rule(
      """
      reaches: {operation: query, uses: $PARAMETER, without: {in: before, pattern: lock(...)}}
      inside: loop
      uses: $LOOP_VARIABLE
      """)
    let code = """
      def load(key):
          return ask(key)
      def locked(key):
          lock(key)
          return load(key)
      def plain(key):
          return load(key)
      def all(keys):
          for key in keys:
              locked(key)
              plain(key)
      """
    #expect(try found(rule, in: code) == ["app.py: plain(key)"])
  }

  @Test("what a with enters is run: functions made into context managers, and classes that are some")
  func entered() throws {
    let code = """
      import contextlib
      @contextlib.contextmanager
      def opened(key):
          yield ask(key)
      @contextlib.asynccontextmanager
      async def opened_later(key):
          yield ask(key)
      class Lock:
          def __init__(self, key):
              self.key = key
          def __enter__(self):
              return ask(self.key)
      async def all(keys):
          for key in keys:
              with opened(key) as row:
                  pass
              async with opened_later(key):
                  pass
              opened_later(key)
              with Lock(key) as lock, other():
                  pass
              Lock(key)
      """
    let asked = rule("reaches: {operation: query, not-inside: except}\ninside: loop")
    #expect(
      try found(asked, in: code) == ["app.py: opened(key)", "app.py: opened_later(key)", "app.py: Lock(key)"])
  }

  @Test("functions that call each other in a circle are gone through once")
  func circle() throws {
    let code = """
      def even(n):
          return odd(n)

      def odd(n):
          even(n)
          wait_long(n)

      def idle():
          return idle()

      async def handler(n):
          even(n)
          idle()
      """
    #expect(try found(blocking, in: code) == ["app.py: even(n)"])
  }

  @Test("no more calls lie on a way than the rule says")
  func depth() throws {
    let code = """
      def one():
          two()

      def two():
          three()

      def three():
          four()

      def four():
          wait_long()

      async def handler():
          one()
          two()
      """
    #expect(try found(blocking, in: code) == ["app.py: two()"])
  }

  @Test(
    "what is handed on, kept, or run elsewhere holds nobody",
    arguments: [
      "async def handler():\n    await asyncio.to_thread(helper)",
      "async def handler(pool):\n    await pool.run(lambda: helper())",
      "async def handler():\n    def later():\n        helper()\n    return later",
      "@lru_cache\ndef kept():\n    return helper()\n\nasync def handler():\n    kept()",
      "@sync_to_async\ndef sent():\n    return helper()\n\nasync def handler():\n    sent()",
      "def lazy():\n    yield helper()\n\nasync def handler():\n    lazy()",
      "async def inner():\n    helper()\n\nasync def handler():\n    inner()",
      "class Client:\n    def get(self):\n        helper()\n\nasync def handler(client: Client):\n    await client.get()",
    ])
  func walls(code: String) throws {
    let reported = try found(blocking, in: "def helper():\n    wait_long()\n\n" + code)
    #expect(reported.filter { $0 != "app.py: helper()" } == [])
  }

  @Test("an asynchronous helper counts where it is awaited, for what does not block")
  func awaited() throws {
    let code = """
      async def name(key):
          return await ask(key)

      async def all(rows):
          for row in rows:
              await name(row)
              name(row)
      """
    #expect(try found(oncePerTurn, in: code) == ["app.py: name(row)"])
  }

  @Test("the operation depends on what the loop hands over, through every call on the way")
  func handedOver() throws {
    let code = """
      def name(store, key, style="short"):
          wanted = key.upper()
          return ask(wanted)

      def through(first, second):
          return name(None, style=second, key=first)

      def all(rows, key):
          for row in rows:
              name(row, key)
              name(None, row)
              name(None, key=row)
              name(None, key, style=row)
              through(row, key)
              through(key, row)
      """
    #expect(
      try found(oncePerTurn, in: code) == [
        "app.py: name(None, row)", "app.py: name(None, key=row)", "app.py: through(row, key)",
      ])
  }

  @Test("the object that a method is called on is handed over too")
  func receiver() throws {
    let code = """
      class Row:
          def load(self):
              return ask(self.key)

      class Rows:
          def load(self, row):
              return ask(self.all)

          def each(self, rows):
              for row in rows:
                  self.load(row)

      def all(keys):
          for key in keys:
              row = Row(key)
              row.load()
      """
    #expect(try found(oncePerTurn, in: code) == ["app.py: row.load()"])
  }

  @Test("neither the operation nor a call on the way stands where the rule says not")
  func notInside() throws {
    let code = """
      def name(key):
          try:
              return key.name
          except KeyError:
              return ask(key)

      def plain(key):
          return ask(key)

      def careful(key):
          try:
              return key.name
          except KeyError:
              return plain(key)

      def all(rows):
          for row in rows:
              name(row)
              careful(row)
              plain(row)
      """
    #expect(try found(oncePerTurn, in: code) == ["app.py: plain(row)"])
  }

  @Test("behind two branches a way is a guess")
  func branches() throws {
    let project = try Project(
      blocking,
      [
        "app.py": """
        def first(flag):
            if flag:
                second(flag)

        def second(flag):
            if flag > 1:
                wait_long()

        async def handler(flag):
            first(flag)
            second(flag)
        """
      ])
    #expect(try project.confidences == [.low, .medium])
  }

  @Test("code that is no Python any more loses nothing but itself")
  func broken() throws {
    let project = try Project(
      blocking,
      [
        "a.py": "def helper(:\n  wait_long(((\n\nclass (Base:\n  def",
        "b.py": "from . import\nfrom .. import *\nimport\n",
        "c.py": "def helper():\n    wait_long()\n\nasync def handler():\n    helper()\n    helper(\n",
      ])
    #expect(try project.found.contains("c.py: helper()"))
  }
}
