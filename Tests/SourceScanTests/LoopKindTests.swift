import Testing

@testable import SourceScan

@Suite("Kinds of loops")
struct LoopKindTests {
  private func kinds(_ header: String, _ body: String = "x", before: String = "") throws -> ScopeSet {
    let indented = body.split(separator: "\n").map { "  \($0)\n" }.joined()
    return try scanned("\(before)\n\(header)\n\(indented)").within("x")
  }

  @Test(
    "a loop over few literal things is constant",
    arguments: [
      "for a in (1, 2, 3):", "for a in ['b', 'c']:", "for a in range(8):", "for a in range(2, 10):",
      "for i, a in enumerate(('b', 'c')):", "for a in 'b', 'c':", "for a in COLUMNS:", "for a in settings.LANGUAGES:",
      "for a in Color:", "for a in CHOICES.items():",
    ])
  func constant(header: String) throws {
    let kinds = try kinds(header)
    #expect(kinds.isSuperset(of: [.constantLoop, .anyLoop, .forLoop]))
    #expect(!kinds.contains(.loop))
  }

  @Test(
    "a loop over things that nobody counted is not constant",
    arguments: [
      "for a in rows:", "for a in range(9):", "for a in range(n):", "for a in [b, *c]:", "for a in f(1, 2):",
      "for a in (1, 2, 3, 4, 5, 6, 7, 8, 9):", "for a in [b for b in c]:", "for a in X:", "for a in self.items():",
    ])
  func notConstant(header: String) throws {
    let kinds = try kinds(header)
    #expect(kinds.isSuperset(of: [.loop, .anyLoop, .forLoop]))
    #expect(!kinds.contains(.constantLoop))
  }

  @Test("a constant by its name is none when the file says it is long")
  func longConstant() throws {
    #expect(try kinds("for a in NAMES:", before: "NAMES = [1, 2, 3, 4, 5, 6, 7, 8, 9]").contains(.loop))
    #expect(try !kinds("for a in NAMES:", before: "NAMES = [1, 2, 3]").contains(.loop))
  }

  @Test(
    "a loop over a name has few turns where all that the function gives it is a short literal, a slice or a constant",
    arguments: [
      ("a = [1, 2]", "a", true), ("a = (1, 2)", "enumerate(a)", true), ("a = rows[:5]", "a", true),
      ("a = rows[:50]", "a", false), ("a = rows[2:5]", "a", false), ("", "rows[:3]", true), ("", "rows[:n]", false),
      ("a = Plan.STATES", "a", true), ("a = Plan.states", "a", false), ("a = {'b': 1}", "a.items()", true),
      ("a = [1]\n  a = rows", "a", false), ("a = []\n  a.append(1)\n  if b: a.append(2)", "a", true),
      ("a = []\n  for b in c: a.append(b)", "a", false), ("a = []\n  fill(a)", "a", false), ("a = []", "a", false),
      ("a = [1]\n  for b in c: a.append(b)", "a", false), ("a = [1]\n  a.append(2)", "a", true),
      ("", "self.fields.items()", true), ("", "self.given", false), ("", "self.others", false),
    ])
  func fewByName(before: String, iterable: String, isConstant: Bool) throws {
    let code =
      "class C:\n fields = {'b': 1}\n given = [1]\n others = rows\n def g(self):\n  self.given = rows\n"
      + " def f(self, c):\n  \(before)\n  for q in \(iterable):\n    x\n"
    #expect(try scanned(code).within("x").contains(.constantLoop) == isConstant)
  }

  @Test("a name of another function or of the module is not this one's")
  func namesElsewhere() throws {
    let module = "a = [1, 2]\ndef f():\n  for b in a:\n    x\ndef g():\n  a = rows\n"
    #expect(try scanned(module).within("x").contains(.constantLoop))
    let parameter = "def f(a):\n  for b in a:\n    x\ndef g():\n  a = [1, 2]\n"
    #expect(try !scanned(parameter).within("x").contains(.constantLoop))
    let two = "def f():\n  a = [1, 2]\n  for b in a:\n    x\ndef g():\n  a = rows\n"
    #expect(try scanned(two).within("x").contains(.constantLoop))
  }

  @Test("a loop that tries again until it went well is a retry loop, not a loop")
  func retry() throws {
    let body = "try:\n  x\n  break\nexcept E:\n  continue"
    for header in ["for attempt in range(tries):", "for a in range(n):", "for a in itertools.count():", "while True:"] {
      let kinds = try kinds(header, body)
      #expect(kinds.contains(.retryLoop))
      #expect(!kinds.contains(.loop))
    }
    #expect(try !kinds("for a in rows:", body).contains(.retryLoop))
    #expect(try !kinds("while True:", "try:\n  x\nexcept E:\n  pass").contains(.retryLoop))
  }

  @Test("a loop that always leaves in its first turn is no loop", arguments: ["return y", "break", "raise E"])
  func firstTurn(leaving: String) throws {
    #expect(try !kinds("for a in rows:", "x\n\(leaving)").contains(.loop))
    #expect(try kinds("for a in rows:", "if b:\n  continue\nx\n\(leaving)").contains(.loop))
    #expect(try kinds("for a in rows:", "if x:\n  \(leaving)").contains(.loop))
  }

  @Test("a branch for debugging is off the loop's path", arguments: ["DEBUG", "settings.DEBUG", "__debug__"])
  func debugBranch(test: String) throws {
    #expect(try !kinds("for a in rows:", "if \(test):\n  x").contains(.loop))
    #expect(try kinds("for a in rows:", "if a:\n  x").contains(.loop))
  }

  @Test("a comprehension over a constant is a constant loop")
  func comprehension() throws {
    #expect(try scanned("y = [x for a in (1, 2)]\n").within("x").contains(.constantLoop))
    #expect(try scanned("y = [x for a in NAMES]\n").within("x").contains(.constantLoop))
    #expect(try !scanned("y = [x for a in names]\n").within("x").contains(.constantLoop))
  }

  @Test("the innermost loop around a token is known, through conditions but not through functions")
  func innermost() throws {
    let file = scanned("for a in b:\n  for c in d:\n    if e:\n      f\n    def g():\n      h\n")
    let loop = Int(try file.scope("f").loop)
    #expect(file.written(file.outline.scopes[loop].header) == "for c in d :")
    #expect(try file.scope("h").loop == -1)
  }
}
