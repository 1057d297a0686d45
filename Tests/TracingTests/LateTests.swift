import Testing

/// Rules with conditions on what calls lead to.
@Suite("What calls lead to, as a condition")
struct LateTests {
  private static func rule(_ conditions: String) -> String {
    TracingTests.rule("pattern: mark($X)\n" + conditions)
  }

  private static let helpers = """
    from store import ask
    def helper(key):
        return ask(key)
    def harmless(key):
        return key
    """

  @Test("what must not be there is looked for behind calls")
  func without() throws {
    let project = try Project(
      Self.rule("without: {in: function, reaches: {operation: query}}"),
      [
        "helpers.py": Self.helpers,
        "main.py": """
        from helpers import harmless, helper
        def far(key):
            return helper(key)
        def reported(key):
            mark(1)
            harmless(key)
        def quiet(key):
            mark(2)
            far(key)
        """,
      ])
    #expect(try project.found == ["main.py: mark(1)"])
  }

  @Test("what must be there is looked for behind calls, and before or after")
  func with() throws {
    let project = try Project(
      Self.rule("with: {in: after, reaches: {operation: query}}"),
      [
        "helpers.py": Self.helpers,
        "main.py": """
        import helpers
        def reported(key):
            mark(1)
            helpers.helper(key)
        def quiet(key):
            helpers.helper(key)
            mark(2)
        """,
      ])
    #expect(try project.found == ["main.py: mark(1)"])
  }

  @Test("a call of which only the name is known is enough for silence, and not for a finding")
  func guesses() throws {
    let files = [
      "helpers.py": """
      from store import ask
      class Store:
          def load_everything(self, key):
              return ask(key)
      """,
      "main.py": """
      def one(store, key):
          mark(1)
          store.load_everything(key)
      """,
    ]
    let without = try Project(Self.rule("without: {in: function, reaches: {operation: query}}"), files)
    #expect(try without.found == [])
    let with = try Project(Self.rule("with: {in: function, reaches: {operation: query}}"), files)
    #expect(try with.found == [])
  }

  @Test("a way that is too long does not count")
  func depth() throws {
    let project = try Project(
      Self.rule("without: {in: function, reaches: {operation: query, depth: 1}}"),
      [
        "main.py": Self.helpers + """

          def far(key):
              return helper(key)
          def reported(key):
              mark(1)
              far(key)
          def quiet(key):
              mark(2)
              helper(key)
          """
      ])
    #expect(try project.found == ["main.py: mark(1)"])
  }

  @Test("many rules that look for something else change nothing")
  func manyRules() throws {
    let waiting = (0..<80).map {
      TracingTests.rule(
        "pattern: mark($X)\nwith: {in: function, reaches: {operation: sleep}}", id: "TEAM\(100 + $0)")
    }
    let asking = TracingTests.rule("pattern: note($X)\nwith: {in: function, reaches: {operation: query}}")
    let project = try Project(
      (waiting + [asking]).joined(separator: "\n---\n"),
      [
        "main.py": """
        from store import ask, wait_long
        def rest():
            wait_long(1)
        def look(key):
            return ask(key)
        def quiet():
            note(1)
            rest()
        def reported(key):
            note(2)
            look(key)
        """
      ])
    #expect(try project.found == ["main.py: note(2)"])
  }
}
