import Testing

/// Rules that look for calls by the function they run.
@Suite("Calls of asynchronous functions")
struct CalleeTests {
  private static let rule = TracingTests.rule("calls: async-function")

  @Test("a call whose coroutine is thrown away is found, across files and through classes")
  func dropped() throws {
    let project = try Project(
      Self.rule,
      [
        "store.py": """
        class Store:
            async def save(self):
                pass
            @classmethod
            async def load(cls):
                pass
        """,
        "main.py": """
        from store import Store
        class Service:
            def __init__(self, store: Store):
                self.store = store
            def run(self):
                self.store.save()
                Store.load()
                self.later()
            async def later(self):
                pass
        """,
      ])
    #expect(try project.found == ["main.py: self.store.save()", "main.py: Store.load()", "main.py: self.later()"])
  }

  @Test("what is awaited, kept, handed on or wrapped by an unknown decorator is none")
  func kept() throws {
    let project = try Project(
      Self.rule,
      [
        "main.py": """
        import asyncio
        async def work():
            pass
        @asynchronously
        async def wrapped():
            pass
        async def stream():
            yield 1
        async def run():
            await work()
            task = work()
            asyncio.create_task(work())
            wrapped()
            stream()
            return work()
        """
      ])
    #expect(try project.found == [])
  }
}

/// Rules that ask how many call the same.
@Suite("Callers of the called function")
struct CallerCountTests {
  private static let files = [
    "store.py": """
    from acme import ask
    def often(key):
        return ask(key)
    def once(key):
        return ask(key)
    """,
    "main.py": """
    from store import often, once
    def a(x):
        often(x)
        often(x)
        once(x)
        once(x)
    def b(x):
        often(x)
    """,
  ]

  @Test(
    "callers are counted by function, the one around the call included",
    arguments: [
      (">1", ["often(x)", "often(x)", "often(x)"]), ("==1", ["once(x)", "once(x)"]),
      (">=1", ["often(x)", "often(x)", "once(x)", "once(x)", "often(x)"]),
    ])
  func counts(callers: String, found: [String]) throws {
    let project = try Project(
      TracingTests.rule("reaches: {operation: query}\ncallers: \"\(callers)\""), Self.files)
    #expect(try project.found == found.map { "main.py: " + $0 })
  }
}

/// Functions that do something only when a parameter says so.
@Suite("Parameters that decide")
struct ParameterSwitchTests {
  private static let rule = TracingTests.rule(
    """
    reaches: {operation: query}
    inside: function
    """)

  private static func store(_ test: String, _ parameter: String) -> String {
    """
    from store import ask
    class Store:
        def find(self, key, \(parameter)):
            if \(test):
                return ask(key)
    """
  }

  private static let main = """
    from shop import Store
    def run(store: Store, flag):
        store.find(1)
        store.find(2, True)
        store.find(3, False)
        store.find(4, fresh=True)
        store.find(5, fresh=None)
        store.find(6, fresh=flag)
        store.find(7, **flag)
    """

  private static func found(_ test: String, _ parameter: String) throws -> [String] {
    try Project(rule, ["shop.py": store(test, parameter), "main.py": main]).found.map { text in
      String(text.drop { $0 != "(" }.dropFirst().first!)
    }
  }

  @Test("a call that says no is none")
  func no() throws {
    #expect(try Self.found("fresh", "fresh=False") == ["2", "4", "6", "7"])
    #expect(try Self.found("key and fresh", "fresh=True") == ["1", "2", "4", "6", "7"])
  }

  @Test("no means yes where the function asks for the opposite")
  func opposite() throws {
    #expect(try Self.found("not fresh", "fresh=False") == ["1", "3", "5", "6", "7"])
  }

  @Test("a parameter that does not decide alone changes nothing")
  func open() throws {
    #expect(try Self.found("fresh or key", "fresh=False") == ["1", "2", "3", "4", "5", "6", "7"])
  }
}

@Suite("Calls of long functions")
struct LongFunctionTests {
  @Test("a called function is as long as it and what it calls are together, each counted once")
  func long() throws {
    let rule = TracingTests.rule("calls: function\nlines: \">4\"\ninside: loop\nnot-inside: except")
    let code = """
      from functools import cache

      def two():
          x = 1
          return x

      def twice():
          two()
          return two()

      def five():
          y = twice()
          z = twice()
          return two()

      def outer():
          return five()

      @cache
      def kept():
          return five()

      def generated():
          yield five()

      async def later():
          return five()

      class Thing:
          @property
          def size(self):
              return five() + two()

      def all(rows: list[Thing]):
          five()
          for row in rows:
              twice()
              five()
              outer()
              kept()
              generated()
              later()
              print(row.size)
      """
    #expect(try TracingTests.found(rule, in: code) == ["app.py: five()", "app.py: row.size"])
  }
}
