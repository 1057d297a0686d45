import RuleFiles
import Testing

@Suite struct RuleFaultTests {
  @Test("all faults of a rule are told in one go, in the order of their places")
  func allAtOnce() {
    let text = """
      id: team1x
      titel: Sleeping
      language: [pyhton, go, go]
      severity: severe
      effort: s
      match:
        pattern: [a, {b: c}]
        opration: query
        inside: [loop, lop]
      recommendation:
      """
    #expect(
      faults(text) == [
        "1:1: a rule needs the key `title`",
        "1:5: `team1x` is no rule id (capital letters, digits and `-`, ending in a digit, such as TEAM001)",
        "2:1: a rule has no key `titel` (did you mean `title`?)",
        "3:12: unknown language `pyhton` (did you mean `python`?)",
        "3:24: `go` stands twice in `language` (remove one)",
        "4:11: unknown severity `severe` (known: low, medium, high, critical)",
        "5:9: unknown effort `s` (did you mean `S`?)",
        "7:16: `pattern` must be a text, but is a mapping (quote a text that begins with `[` or `{`)",
        "8:3: the match has no key `opration` (did you mean `operation`?)",
        "9:18: unknown scope `lop` (did you mean `loop`?)",
        "10:16: `recommendation` says nothing (write a value after `recommendation:` or remove the key)",
      ])
  }

  @Test("each key that a rule needs is asked for")
  func missingKeys() {
    #expect(
      Set(faults("name: x")) == [
        "1:1: a rule needs the key `id`", "1:1: a rule needs the key `title`", "1:1: a rule needs the key `language`",
        "1:1: a rule needs the key `severity`", "1:1: a rule needs the key `effort`",
        "1:1: a rule needs the key `recommendation`",
        "1:1: the rule does not say where it fires (give it `match`, `pattern` or `regex`)",
      ])
  }

  @Test(
    "a fault beside the match is told at its place",
    arguments: [
      (
        "pattern: x\nmatch: {pattern: y}",
        "1:1: the rule says where it fires twice: `match` and `pattern` (keep one of them)"
      ),
      ("regex: x\npattern: y", "2:1: the match has two sources, `regex` and `pattern` (join them with `any` or `all`)"),
      ("in: sql", "1:1: `in` has a meaning only beside `regex`"),
      ("pattern: y\nin: sql", "2:1: `in` has a meaning only beside `regex`"),
      (
        "pattern: y\noperation: query",
        "2:1: `operation` does not stand beside the rule's own keys (put it under `match:`)"
      ),
      (
        "pattern: y\nname: Some_Name",
        "2:7: `Some_Name` is no rule name (small letters and digits, with `-` between the words)"
      ),
      ("pattern: y\nname: a--b", "2:7: `a--b` is no rule name (small letters and digits, with `-` between the words)"),
      (
        "pattern: y\npack: performance",
        "2:7: unknown pack `performance` (known: query-efficiency, transaction-correctness, runtime-performance)"
      ),
      ("pattern: y\nconfidence: hihg", "2:13: unknown confidence `hihg` (did you mean `high`?)"),
      ("pattern: y\nwhy: [a]", "2:6: `why` must be a text, but is a list (quote a text that begins with `[` or `{`)"),
      ("pattern: y\nsources: {title: a, url: \"https://a.b\"}", "2:10: `sources` must be a list, but is a mapping"),
      ("pattern: y\nsources: []", "2:10: `sources` is an empty list (leave the key out)"),
      ("pattern: y\nsources: [{title: a}]", "2:11: a source needs the key `url`"),
      ("pattern: y\nsources: [{url: \"https://a.b\"}]", "2:11: a source needs the key `title`"),
      (
        "pattern: y\nsources: [{title: a, link: b, url: ftp://x}]",
        "2:22: a source has no key `link` (known: title, url, holds-for)"
      ),
      (
        "pattern: y\nsources: [{title: a, url: ftp://x}]",
        "2:27: `ftp://x` is no web address (it starts with http:// or https:// and has no spaces)"
      ),
      (
        "pattern: y\nsources: [{title: a, url: 'http://'}]",
        "2:27: `http://` is no web address (it starts with http:// or https:// and has no spaces)"
      ),
      (
        "pattern: y\nsources: [{title: a, url: https://a b}]",
        "2:27: `https://a b` is no web address (it starts with http:// or https:// and has no spaces)"
      ),
      ("pattern: y\nstays-quiet: Always.", "2:14: `stays-quiet` must be a list, but is a text"),
      (
        "pattern: y\nequivalents: 'A 1'",
        "2:14: `A 1` is no code of a linter (letters, digits, `-`, `_` and `/` without spaces)"
      ),
      ("pattern: y\npaths: {exclud: a}", "2:9: `paths` has no key `exclud` (did you mean `exclude`?)"),
      (
        "pattern: y\npaths: {exclude: [/etc]}",
        "2:19: the path `/etc` is absolute (paths count from the audited folder; begin with `**/` to match anywhere)"
      ),
      ("pattern: y\ndowngrade: off", "2:12: `downgrade` must be a mapping, but is a text"),
      (
        "pattern: y\ndowngrade: {admin: 4}",
        "2:20: `4` is nothing that `downgrade` can do (allowed: off, low, medium, high, critical, 1 to 3 steps)"
      ),
      (
        "pattern: y\ndowngrade: {admin: -1}",
        "2:20: `-1` is nothing that `downgrade` can do (allowed: off, low, medium, high, critical, 1 to 3 steps)"
      ),
      (
        "pattern: y\nupgrade: {admin: off}",
        "2:18: `off` is nothing that `upgrade` can do (allowed: low, medium, high, critical, 1 to 3 steps)"
      ),
      ("pattern: y\ndowngrade: {admin: 1}", "2:13: unknown context `admin` (none is defined)"),
      ("pattern: y\nmessage: ''", "2:10: `message` says nothing (write a value after `message:` or remove the key)"),
    ])
  func faultsOfRule(lines: String, expected: String) {
    #expect(faults(ofRuleWith: lines).contains(expected))
  }

  @Test("a title of two lines is told")
  func twoLines() {
    #expect(
      faults(head.replacing("Sleeping", with: "\"a\\nb\"") + "pattern: x")
        == ["2:8: `title` must be one line (put the rest under `why` or `recommendation`)"])
  }

  @Test(
    "a fault in an example is told at its place",
    arguments: [
      ("[]", "1:11: `examples` is an empty list (leave the key out)"),
      ("[{path: a.py}]", "1:12: the example holds no text (give it `bad`, `good` or `missed`)"),
      ("[{missed: []}]", "1:12: the example holds no text (give it `bad`, `good` or `missed`)"),
      (
        "[{bad: x()}]",
        "1:18: the bad example does not mark where the rule fires (put `↓` before each token a finding starts at)"
      ),
      (
        "[{bad: [↓x(), y()]}]",
        "1:25: the bad example does not mark where the rule fires (put `↓` before each token a finding starts at)"
      ),
      ("[{good: ↓x()}]", "1:19: the good example marks a place with `↓`, but the rule must not fire in it (remove it)"),
      (
        "[{good: x, language: go}]",
        "1:32: the example is in `go`, which is no language of the rule (the rule's: python)"
      ),
      ("[{good: x, lang: go}]", "1:22: an example has no key `lang` (did you mean `language`?)"),
      (
        "[{good: x, path: /a}]",
        "1:28: the path `/a` is absolute (paths count from the audited folder; begin with `**/` to match anywhere)"
      ),
      ("[{good: ' '}]", "1:19: `good` says nothing (write a value after `good:` or remove the key)"),
      ("[x]", "1:12: `examples` must be a mapping, but is a text"),
    ])
  func faultsOfExamples(value: String, expected: String) {
    #expect(faults(ofRuleWith: "examples: \(value)\npattern: x") == [expected])
  }

  @Test("an example of a rule with two languages must say its own")
  func openLanguage() {
    let text = head.replacing("language: python", with: "language: [python, go]")
    #expect(
      faults(text + "pattern: x\nexamples: [{good: x}]")
        == ["8:12: the example does not say which of the rule's languages it is in (the rule's: python, go)"])
  }

  @Test("a fault says its file, line, column, message and hint")
  func description() {
    let fault = load("pattern: x\nbogus: 1", path: "dir/x.yaml").faults.last
    #expect(fault?.description.hasPrefix("dir/x.yaml:2:1: a rule has no key `bogus` (known: id, name, title,") == true)
    #expect(RuleFault("bad", at: Origin(file: "f", line: 1, column: 2)).description == "f:1:2: bad")
  }

  @Test("a file with very many faults is told some of them and that there are more")
  func manyFaults() {
    let keys = (1...500).map { "bogus\($0): 1" }.joined(separator: "\n")
    let told = faults(head + "pattern: x\n" + keys)
    #expect(told.count == 201)
    #expect(told.last == "208:1: more than 200 faults in this file; the rest is not told")
  }
}
