import Testing
import Vocabulary

@testable import Matching

@Suite("Regular expressions")
struct RegexTests {
  @Test(
    "a channel shows its part of the file",
    arguments: [
      ("code", "x = 'todo'  # todo\ny = ↓todo + f'todo{↓todo}'\n"),
      ("string", "todo = '↓todo'  # todo\nx = f'''↓todo'''\n"),
      ("comment", "todo = 'todo'  # ↓todo\n"),
      ("raw", "↓todo = '↓todo'  # ↓todo\n"),
      ("sql", "x = 'SELECT ↓todo'\ny = 'todo'\nz = f'UPDATE ↓todo SET {a}'\n"),
    ])
  func channels(channel: String, code: String) throws {
    try expect(match: "regex: todo\nin: \(channel)", finds: code)
  }

  @Test("offsets are bytes, whatever stands before")
  func offsets() throws {
    try expect(match: "regex: todo\nin: raw", finds: "# 🧪 ä\nx = 'ü' + ↓todo\n")
    try expect(match: "regex: todo\nin: string", finds: "x = 'ü🧪 ↓todo'\n")
    // One that only the slow way can find, behind what is masked.
    try expect(match: "regex: '(o)d\\1'", finds: "x = 'ü🧪' + t↓odo\n")
  }

  @Test("a regular expression may have to stand somewhere")
  func places() throws {
    try expect(match: "regex: \"f\\\\(\"\ninside: loop", finds: "f(1)\nfor a in b:\n    ↓f(2)\n")
  }

  @Test("case and alternatives are not lost to what must occur")
  func literals() throws {
    try expect(match: "regex: \"(?i)select\"\nin: string", finds: "x = '↓SELECT'\ny = '↓Select'\n")
    try expect(match: "regex: \"todo|fixme\"\nin: comment", finds: "# ↓todo\n# ↓fixme\n")
    try expect(match: "regex: \"colou?r\"\nin: comment", finds: "# ↓color\n# ↓colour\n")
    try expect(match: "regex: \"ab{0,1}c\"\nin: comment", finds: "# ↓ac\n# ↓abc\n")
    try expect(match: "regex: \"(?:todo)?x\"\nin: comment", finds: "# ↓x\n")
    try expect(match: "regex: \"\\\\btodo\\\\b\"\nin: comment", finds: "# ↓todo\n# todos\n")
  }

  @Test("an expression that runs away is stopped and remembered, and the other rules still report")
  func runaway() throws {
    let hostile = "x = '" + String(repeating: "a", count: 40) + "!'\nf(1)\n"
    let library = try compiled(rule("regex: \"^(a+)+$\"\nin: string"), rule("pattern: f(...)", id: "TEAM002"))
    let found = library.found(in: hostile)
    #expect(found.exhausted.map { library.rules[$0].card.id } == ["TEAM001"])
    #expect(found.matches.map { library.rules[$0.rule].card.id } == ["TEAM002"])
  }

  @Test("a runaway expression in a condition or a string pattern is remembered too")
  func runawayConditions() throws {
    let hostile = "f('" + String(repeating: "a", count: 40) + "!')\n"
    for match in ["pattern: f($X)\nwhere: {$X: {regex: \"(a+)+$\"}}", "pattern: f(\"=~/^(a+)+$/\")"] {
      let found = try compiled(rule(match)).found(in: hostile)
      #expect(found.exhausted.count == 1)
    }
  }

  @Test("a runaway expression in a framework's operation is remembered by the rules that ask for it")
  func runawayFramework() throws {
    let framework = """
      framework: acme
      title: Acme
      language: python
      detect: {packages: [acme], imports: [acme]}
      operations:
        query: [{pattern: "run($SQL)", where: {$SQL: {regex: "^'(a+)+$"}}}]
      """
    let hostile = "from acme import run\nrun('" + String(repeating: "a", count: 40) + "!')\n"
    let found = try compiled(rule("operation: query"), framework).found(in: hostile)
    #expect(found.exhausted.count == 1)
  }

  @Test("more matches than a thousand are all told")
  func many() throws {
    let library = try compiled(rule("regex: todo\nin: comment"), rule("regex: code\nin: code", id: "TEAM002"))
    let found = library.found(in: String(repeating: "code  # todo\n", count: 1500))
    #expect(found.matches.count == 3000)
    #expect(found.exhausted.isEmpty)
  }

  @Test("a bad regular expression is a fault of the rule")
  func bad() {
    #expect(faults(ofPattern: "f(\"=~/(/\")").first?.contains("is no valid regular expression") == true)
  }
}
