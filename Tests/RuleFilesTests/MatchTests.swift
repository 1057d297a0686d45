import RuleFiles
import Testing
import Vocabulary

@Suite struct MatchTests {
  @Test("every condition of a match node is read")
  func conditions() throws {
    let spec = try match(
      """
      pattern: [a($X), "b($...ARGS)"]
      all: [{inside: try}, {pattern: c($X)}]
      not: {uses: $X}
      inside: [loop, {pattern: "if not $X"}]
      not-inside: retry-loop
      with: {in: loop-header, pattern: range(...)}
      without:
        - argument: [timeout, deadline]
        - {in: chain, operation: lock}
      follows: {operation: commit, all: {without: {in: between, operation: begin}}}
      precedes: [{pattern: d()}, {pattern: e()}]
      uses: $LOOP_VARIABLE
      awaited: false
      blocking: true
      proven: true
      statement: false
      lines: ">50"
      """)
    #expect(spec.patterns == ["a($X)", "b($...ARGS)"])
    #expect(spec.all.count == 2 && spec.all[0].source == nil && spec.all[1].patterns == ["c($X)"])
    #expect(spec.not.map(\.uses?.value) == ["$X"])
    #expect(spec.inside.count == 2)
    if case .scope(let scope) = spec.inside[0] { #expect(scope.value == .loop && scope.origin.line == 11) }
    if case .header(let header) = spec.inside[1] { #expect(header.patterns == ["if not $X"]) }
    #expect(spec.notInside.count == 1)
    #expect(spec.with.map(\.region) == [.loopHeader])
    #expect(spec.with[0].match?.patterns == ["range(...)"])
    #expect(spec.without.map(\.region) == [.call, .chain])
    #expect(spec.without[0].arguments.map(\.value) == ["timeout", "deadline"] && spec.without[0].match == nil)
    #expect(spec.without[1].match?.source == .operation([.lock]))
    #expect(spec.follows.map(\.source) == [.operation([.commit])])
    #expect(spec.precedes.map(\.patterns) == [["d()"], ["e()"]])
    #expect(spec.uses?.value == "$LOOP_VARIABLE")
    #expect(spec.awaited == false && spec.blocking == true && spec.proven == true && spec.statement == false)
    #expect(spec.lines == Comparison(.more, 50))
    #expect(spec.origin == Origin(file: "team/some-rule.yaml", line: 8, column: 3))
  }

  @Test("conditions on captures are read in the order written")
  func captures() throws {
    let spec = try match(
      """
      scope: [function, loop]
      where:
        $X:
          regex: ^a
          not-regex: b$
          role: [session, async-session]
          not-role: pool
          operation: query
          not-operation: [add, flush]
          kind: [f-string, none]
          not-kind: await
          made-by: "f(...)"
          not-made-by: ["g(...)", "h()"]
          from-module: "models$"
          constant: true
          bound-outside-loop: true
          changed-in-loop: false
          other-uses: "==0"
          fields: "<= 3"
          mentions: $Y
          not-mentions: session
          same: $A_1
          differs: $B
          spells: $C
        $...ARGS: {count: 2}
        $K: {count: "!=10"}
      """)
    #expect(spec.source == .scope([.function, .loop]))
    #expect(spec.captures.map(\.capture.value) == ["$X", "$ARGS", "$K"])
    let first = spec.captures[0]
    #expect(first.regex?.value == "^a" && first.notRegex?.value == "b$")
    #expect(first.role.map(\.value) == ["session", "async-session"] && first.notRole.map(\.value) == ["pool"])
    #expect(first.operation == [.query] && first.notOperation == [.add, .flush])
    #expect(first.kind == [.fString, .none] && first.notKind == [.await])
    #expect(first.madeBy.map(\.value) == ["f(...)"] && first.notMadeBy.map(\.value) == ["g(...)", "h()"])
    #expect(first.fromModule?.value == "models$" && first.spells?.value == "$C")
    #expect(first.constant == true && first.boundOutsideLoop == true && first.changedInLoop == false)
    #expect(first.otherUses == Comparison(.equal, 0) && first.fields == Comparison(.atMost, 3))
    #expect(first.mentions?.value == "$Y" && first.notMentions?.value == "session")
    #expect(first.same?.value == "$A_1" && first.differs?.value == "$B")
    #expect(spec.captures[1].count == Comparison(.equal, 2) && spec.captures[2].count == Comparison(.notEqual, 10))
  }

  @Test("alternatives of any bring their own severity and confidence, and say which language they are in")
  func alternatives() throws {
    let spec = try match(
      """
      any:
        - {pattern: a, severity: critical, confidence: low}
        - {regex: b, in: string, inside: loop}
        - {any: [{operation: query}], language: [sql, python]}
      """)
    guard case .any(let alternatives)? = spec.source else {
      Issue.record("not read as `any`")
      return
    }
    #expect(alternatives.map(\.languages) == [[], [], [.sql, .python]])
    #expect(alternatives.map(\.severity) == [.critical, nil, nil])
    #expect(alternatives.map(\.confidence) == [.low, nil, nil])
    let origin = Origin(file: "team/some-rule.yaml", line: 10, column: 15)
    #expect(alternatives[1].source == .regex(Located("b", at: origin), .string))
  }

  @Test(
    "a fault in a match is told at its place",
    arguments: [
      ("match: {}", "1:8: `match` is an empty mapping (leave the key out)"),
      ("match: loop", "1:8: `match` must be a mapping, but is a text"),
      ("match:", "1:7: `match` says nothing (write a value after `match:` or remove the key)"),
      (
        "match: {inside: loop}",
        "1:8: the match does not say what to look for (give it `pattern`, `regex`, `operation`, `scope`, `reaches`, `calls`, `channel` or `any`)"
      ),
      (
        "match: {pattern: x, operation: query}",
        "1:21: the match has two sources, `pattern` and `operation` (join them with `any` or `all`)"
      ),
      ("match: {patern: x, any: [{pattern: y}]}", "1:9: the match has no key `patern` (did you mean `pattern`?)"),
      ("match: {operation: qurey}", "1:20: unknown operation `qurey` (did you mean `query`?)"),
      ("match: {operation: [query, query]}", "1:28: `query` stands twice in `operation` (remove one)"),
      ("match: {operation: []}", "1:20: `operation` is an empty list (leave the key out)"),
      ("match: {scope: func}", "1:16: unknown scope `func` (did you mean `function`?)"),
      ("match: {pattern: x, inside: Loop}", "1:29: unknown scope `Loop` (did you mean `loop`?)"),
      (
        "match: {pattern: [x, [y]]}",
        "1:22: `pattern` must be a text, but is a list (quote a text that begins with `[` or `{`)"
      ),
      ("match: {pattern: ''}", "1:18: `pattern` says nothing (write a value after `pattern:` or remove the key)"),
      (
        "match: {regex: x, in: code-and-such}",
        "1:23: unknown text to search `code-and-such` (known: code, string, comment, sql, raw)"
      ),
      ("match: {pattern: x, callers: '>1'}", "1:21: `callers` has a meaning only beside `reaches`"),
      (
        "match: {pattern: x, with: {in: function, reaches: {operation: query}, callers: '>1'}}",
        "1:71: `callers` is asked of the calls that a rule reports, and is no condition on something else (put it beside the `reaches` of `match:`, or of an alternative of its `any:`)"
      ),
      ("match: {pattern: x, in: sql}", "1:21: `in` has a meaning only beside `regex`"),
      (
        "match: {pattern: x, severity: low}",
        "1:21: `severity` has a meaning only in an alternative of `any` (the rule's own `severity` stands beside its `id`)"
      ),
      (
        "match: {pattern: x, language: sql}",
        "1:21: `language` has a meaning only in an alternative of `any` (the rule's own `language` stands beside its `id`)"
      ),
      (
        "match: {pattern: x, message: m}",
        "1:21: `message` has a meaning only in an alternative of `any` (the rule's own `message` stands beside its `id`)"
      ),
      (
        "match: {pattern: x, not: {pattern: y, once: function}}",
        "1:39: `once` says which findings are told, and is no condition on something else (put it directly under `match:`, or into an alternative of its `any:`)"
      ),
      ("match: {pattern: x, once: file}", "1:27: unknown place `file` (known: function)"),
      ("match: {any: [{pattern: x, severity: hihg}]}", "1:38: unknown severity `hihg` (did you mean `high`?)"),
      ("match: {any: [{pattern: x, confidence: sure}]}", "1:40: unknown confidence `sure` (known: low, medium, high)"),
      ("match: {any: []}", "1:14: `any` is an empty list (leave the key out)"),
      ("match: {any: {pattern: x}}", "1:14: `any` must be a list, but is a mapping"),
      (
        "match: {any: [{inside: loop}]}",
        "1:15: the alternative does not say what to look for (give it `pattern`, `regex`, `operation`, `scope`, `reaches`, `calls`, `channel` or `any`)"
      ),
      (
        "match: {pattern: x, all: [{severity: low}]}",
        "1:27: the match node says nothing (give it a source or a condition)"
      ),
      (
        "match: {pattern: x, follows: {inside: loop}}",
        "1:30: the match node does not say what to look for (give it `pattern`, `regex`, `operation`, `scope` or `any`)"
      ),
      (
        "match: {pattern: x, inside: {operation: query}}",
        "1:29: the header does not say what to look for (give it a `pattern`)"
      ),
      ("match: {pattern: x, awaited: yes}", "1:30: `awaited` must be true or false, but is `yes` (without quotes)"),
      ("match: {pattern: x, awaited: 'true'}", "1:30: `awaited` must be true or false, but is `true` (without quotes)"),
      ("match: {pattern: x, awaited: [true]}", "1:30: `awaited` must be true or false, but is a list"),
      (
        "match: {pattern: x, lines: '=>5'}",
        "1:28: `lines` must be a comparison, but is `=>5` (such as \">=8\", \"==0\", \"<3\" or a number)"
      ),
      (
        "match: {pattern: x, lines: 99999999999999999999}",
        "1:28: `lines` must be a comparison, but is `99999999999999999999` (such as \">=8\", \"==0\", \"<3\" or a number)"
      ),
      (
        "match: {pattern: x, lines: '>'}",
        "1:28: `lines` must be a comparison, but is `>` (such as \">=8\", \"==0\", \"<3\" or a number)"
      ),
      (
        "match: {pattern: x, uses: LOOP}",
        "1:27: `LOOP` is no capture (`$` and a name of capital letters, digits and `_`, such as $X)"
      ),
      (
        "match: {pattern: x, uses: $}",
        "1:27: `$` is no capture (`$` and a name of capital letters, digits and `_`, such as $X)"
      ),
    ])
  func faultsOfMatch(lines: String, expected: String) {
    #expect(faults(ofRuleWith: lines).contains(expected))
  }

  @Test("what calls must lead to is read, with the conditions on it")
  func reaches() throws {
    let spec = try match("reaches: {operation: [query, update], uses: $PARAMETER, not-inside: except}\ninside: loop")
    guard case .reaches(let reach)? = spec.source else {
      Issue.record("\(String(describing: spec.source))")
      return
    }
    #expect(reach.operation.source == .operation([.query, .update]))
    #expect(reach.operation.uses?.value == "$PARAMETER" && reach.operation.notInside.count == 1)
    #expect(reach.depth == MatchSpec.Reach.defaultDepth && spec.inside.count == 1)
  }

  @Test(
    "a fault in reaches is told at its place",
    arguments: [
      ("match: {reaches: {depth: 2}}", "1:18: `reaches` needs the key `operation`"),
      (
        "match: {reaches: {operation: query, depth: 9}}",
        "1:44: `depth` is a number of calls from 1 to 8, but is `9`"
      ),
      (
        "match: {reaches: {operation: query, pattern: x}}",
        "1:37: `reaches` has no key `pattern`"
      ),
      (
        "match: {reaches: {operation: qurey}}", "1:30: unknown operation `qurey` (did you mean `query`?)"
      ),
      (
        "match: {reaches: {operation: query, not: {reaches: {operation: query}}}}",
        "1:43: `reaches` has no meaning here (it stands under `match:` and in conditions of rules, but not in another `reaches`, in `inside` or in a framework file)"
      ),
      (
        "match: {pattern: x, uses: $PARAMETER}",
        "1:27: `$PARAMETER` has a meaning only under `reaches` (name a capture of the pattern, or `$LOOP_VARIABLE`)"
      ),
    ])
  func faultsOfReaches(lines: String, expected: String) {
    #expect(faults(ofRuleWith: lines).contains { $0.hasPrefix(expected) })
  }

  @Test(
    "a fault in with or without is told at its place",
    arguments: [
      (
        "{in: functoin, pattern: y}", "1:33: unknown region `functoin` (did you mean `function`?)"
      ),
      (
        "{in: loop}",
        "1:28: `with` does not say what to look for (give it `argument`, `pattern`, `operation` or another source)"
      ),
      (
        "{in: loop, awaited: true}",
        "1:28: the condition does not say what to look for (give it `pattern`, `regex`, `operation`, `scope` or `any`)"
      ),
      (
        "{argument: a, pattern: y}",
        "1:28: `with` looks for an argument and for something else (write them as two entries of a list)"
      ),
      ("{in: loop, argument: a}", "1:33: `argument` is looked for in a call, not in `loop` (leave `in` out)"),
      ("{argument: a-b}", "1:39: `a-b` is no name of an argument (letters, digits and `_`)"),
      (
        "{in: sql, regex: y}",
        "1:33: `in` names a region here, but `sql` is what a regex reads (write `any: [{regex: …, in: …}]` beside the region)"
      ),
      ("{argumnt: a, pattern: y}", "1:29: `with` has no key `argumnt` (did you mean `argument`?)"),
      (
        "{in: between, pattern: y}",
        "1:33: the region `between` needs two sites (use it inside `follows` or `precedes`)"
      ),
      ("[loop]", "1:29: `with` must be a mapping, but is a text"),
    ])
  func faultsOfWith(value: String, expected: String) {
    #expect(faults(ofRuleWith: "match: {pattern: x, with:  \(value)}") == [expected])
  }

  @Test(
    "a fault in where is told at its place",
    arguments: [
      ("{}", "1:28: `where` is an empty mapping (leave the key out)"),
      ("{$X: {}}", "1:33: `$X` is an empty mapping (leave the key out)"),
      ("{$X: query}", "1:33: `$X` must be a mapping, but is a text"),
      (
        "{X: {role: r}}",
        "1:29: `X` is no capture (`$` and a name of capital letters, digits and `_`, such as $X or $...ARGS)"
      ),
      (
        "{$x: {role: r}}",
        "1:29: `$x` is no capture (`$` and a name of capital letters, digits and `_`, such as $X or $...ARGS)"
      ),
      (
        "{$_: {role: r}}",
        "1:29: `$_` is no capture (`$` and a name of capital letters, digits and `_`, such as $X or $...ARGS)"
      ),
      ("{$X: {rolle: r}}", "1:34: a condition on a capture has no key `rolle` (did you mean `role`?)"),
      ("{$X: {role: a b}}", "1:40: `a b` is no role (small letters and digits, with `-` between the words)"),
      ("{$X: {kind: strng}}", "1:40: unknown kind of expression `strng` (did you mean `string`?)"),
      (
        "{$X: {count: many}}",
        "1:41: `count` must be a comparison, but is `many` (such as \">=8\", \"==0\", \"<3\" or a number)"
      ),
      (
        "{$X: {same: session}}",
        "1:40: `session` is no capture (`$` and a name of capital letters, digits and `_`, such as $X)"
      ),
      (
        "{$X: {mentions: $y}}",
        "1:44: `$y` is no capture (`$` and a name of capital letters, digits and `_`, such as $X)"
      ),
    ])
  func faultsOfWhere(value: String, expected: String) {
    #expect(faults(ofRuleWith: "match: {pattern: x, where: \(value)}") == [expected])
  }
}
