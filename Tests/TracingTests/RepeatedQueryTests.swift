import Testing
import Vocabulary

private let askedAgain = rule("reaches: {operation: query, uses: $PARAMETER, again: true}")

@Suite("Calls that ask again what an earlier one has asked")
struct RepeatedQueryTests {
  private static let helpers = """
    def groups(user, db=None):
        return ask(user)

    def may_read(user, db=None):
        return bool(groups(user, db))

    def may_write(user, known=None):
        rows = known if known is not None else groups(user)
        return bool(rows)


    """

  @Test("two helpers that lead to the same query with the same are told at the later call, with its way")
  func told() throws {
    let project = try Project(
      askedAgain, ["app.py": Self.helpers + "def handler(user, db):\n    may_read(user, db)\n    groups(user)\n"])
    #expect(try project.found == ["app.py: groups(user)"])
    #expect(try project.traces == [[CallStep(path: "app.py", line: 2, function: "ask")]])
  }

  @Test(
    "nothing is asked again",
    arguments: [
      // Somebody else.
      "def handler(user, other):\n    may_read(user)\n    groups(other)\n",
      // It has changed on the way.
      "def handler(user):\n    may_read(user)\n    user = user.parent\n    groups(user)\n",
      // Only one of them happens.
      "def handler(user):\n    if user.late:\n        may_read(user)\n    else:\n        groups(user)\n",
      // What is known is handed on.
      "def handler(user):\n    rows = groups(user)\n    may_write(user, known=rows)\n",
      // Nobody can say what is handed over.
      "def handler(user):\n    may_read(user)\n    groups(*user.keys)\n",
      // Once.
      "def handler(user):\n    may_read(user)\n",
    ])
  func silent(code: String) throws {
    #expect(try Project(askedAgain, ["app.py": Self.helpers + code]).found == [])
  }

  @Test("what a helper loads for want of being given it is asked again where nothing is given")
  func leftOut() throws {
    let code = Self.helpers + "def handler(user):\n    groups(user)\n    may_write(user)\n"
    #expect(try Project(askedAgain, ["app.py": code]).found == ["app.py: may_write(user)"])
  }

  @Test("many helpers that call many others are given up, not followed for ever", .timeLimit(.minutes(5)))
  func wide() throws {
    // What is given at the end of each of the 40⁷ ways keeps the query from being asked, so that none of them ends the
    // search.
    var code = "def f0(a, known=None):\n    return known if known is not None else ask(a)\n\n"
    for level in 1...7 {
      let call = level == 1 ? "f0(a, a)" : "f\(level - 1)(a)"
      code += "def f\(level)(a):\n" + String(repeating: "    \(call)\n", count: 40) + "\n"
    }
    code += "def handler(user):\n    f7(user)\n    f7(user)\n"
    let deep = rule("reaches: {operation: query, uses: $PARAMETER, again: true, depth: 8}\ninside: function")
    #expect(try Project(deep, ["app.py": code]).found == [])
  }
}
