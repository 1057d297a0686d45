import RuleFiles
import Testing
import Vocabulary

@Suite struct FrameworkTests {
  @Test("a framework with every key is read as written")
  func whole() throws {
    let library = load(
      """
      framework: acme-store
      title: Acme's data-access layer
      language: python
      detect: {packages: [acme-store], imports: [acme.store, acme], telling: [StoreMaker, db.Store, $_.loaded, $CLASS.rows]}
      blocking: false
      roles:
        store:
          as: $S
          types: [Store]
          made-by: ["open_store(...)", {pattern: "Depends(get_store)"}]
          names: [store, "*_store"]
          blocking: true
        row: {as: $R, element-of: rows}
      operations:
        fetch-by-id: "$S.load($MODEL, $KEY)"
        update: ["$S.put($ROW)", {pattern: "$S.run($SQL)", where: {$SQL: {regex: "(?i)^update"}}, blocking: false}]
      scopes:
        transaction: ["with $S.unit()"]
      """)
    #expect(library.faults == [] && library.rules.isEmpty)
    let framework = try #require(library.frameworks.first)
    #expect(framework.name == "acme-store" && framework.title == "Acme's data-access layer")
    #expect(framework.language == .python && !framework.blocking)
    #expect(framework.packages == ["acme-store"] && framework.imports == ["acme.store", "acme"])
    #expect(
      framework.telling == [
        .imported("StoreMaker"), .importedFrom(module: "db", name: "Store"), .attribute("loaded"),
        .classAttribute("rows"),
      ])
    #expect(framework.roles.map(\.name.value) == ["store", "row"])
    let store = framework.roles[0]
    #expect(store.metavariable?.value == "$S" && store.types.map(\.value) == ["Store"])
    #expect(store.madeBy.map(\.patterns) == [["open_store(...)"], ["Depends(get_store)"]])
    #expect(store.names.map(\.value) == ["store", "*_store"] && store.blocking == true && store.elementOf == nil)
    #expect(framework.roles[1].elementOf?.value == "rows")
    #expect(framework.operations.map(\.operation) == [.fetchById, .update, .update])
    #expect(
      framework.operations.map(\.match.patterns) == [["$S.load($MODEL, $KEY)"], ["$S.put($ROW)"], ["$S.run($SQL)"]])
    #expect(framework.operations[2].match.captures.first?.regex?.value == "(?i)^update")
    #expect(framework.operations.map(\.match.blocking) == [nil, nil, false])
    #expect(framework.scopes.map(\.scope) == [.transaction])
  }

  @Test("a framework blocks, is called by its name and holds everywhere unless it says otherwise")
  func defaults() throws {
    let framework = try #require(load("framework: a\nlanguage: go\nscopes: {batch-loop: x}").frameworks.first)
    #expect(framework.blocking && framework.title == "a" && framework.imports.isEmpty)
  }

  @Test(
    "a fault in a framework is told at its place",
    arguments: [
      ("language: go", "1:1: the framework has no roles, operations or scopes"),
      ("scopes: {loop: x}", "1:1: a framework needs the key `language`"),
      (
        "language: [go, python]",
        "2:11: `language` must be a text, but is a list (quote a text that begins with `[` or `{`)"
      ),
      ("operaitons: {}", "2:1: a framework has no key `operaitons` (did you mean `operations`?)"),
      ("operations: {updat: x}", "2:14: unknown operation `updat` (did you mean `update`?)"),
      ("operations: {update: []}", "2:22: `update` is an empty list (leave the key out)"),
      (
        "operations: {update: {operation: query}}",
        "2:22: the entry does not say what to look for (give it a `pattern`)"
      ),
      ("operations: {update: [{inside: loop}]}", "2:23: the entry does not say what to look for (give it a `pattern`)"),
      ("operations: [x]", "2:13: `operations` must be a mapping, but is a list"),
      ("scopes: {transacton: x}", "2:10: unknown scope `transacton` (did you mean `transaction`?)"),
      ("roles: {Store: {types: A}}", "2:9: `Store` is no role (small letters and digits, with `-` between the words)"),
      (
        "roles: {store: {as: $S}}",
        "2:9: nothing says what plays the role `store` (give it `types`, `types-like`, `made-by`, `element-of` or `names`)"
      ),
      ("roles: {store: {types-like: {regex: A}}}", "2:29: `types-like` needs the key `from-module`"),
      (
        "roles: {store: {types-like: {from: A}}}",
        "2:30: `types-like` has no key `from` (did you mean `from-module`?)"
      ),
      (
        "roles: {store: {as: S, types: A}}",
        "2:21: `S` is no capture (`$` and a name of capital letters, digits and `_`, such as $X)"
      ),
      ("roles: {store: {type: A}}", "2:17: a role has no key `type` (did you mean `types`?)"),
      (
        "detect: {telling: [$X.y]}",
        "2:20: `$X.y` is no telling name (an imported name, `module.name`, `$_.attribute` or `$CLASS.attribute`)"
      ),
      ("detect: {package: a}", "2:10: `detect` has no key `package` (did you mean `packages`?)"),
      ("blocking: maybe", "2:11: `blocking` must be true or false, but is `maybe` (without quotes)"),
    ])
  func faultsOfFramework(lines: String, expected: String) {
    #expect(faults("framework: acme\n" + lines).contains(expected))
  }

  @Test("a framework's name is in kebab case")
  func name() {
    #expect(
      faults("framework: Acme Store\nlanguage: go\nscopes: {loop: x}")
        == ["1:12: `Acme Store` is no framework name (small letters and digits, with `-` between the words)"])
  }
}

@Suite struct ContextTests {
  @Test("contexts are read as written")
  func whole() throws {
    let library = load(
      """
      contexts:
        request-handler:
          paths: ["**/views.py", api/**]
          decorators: "*.route"
          functions: [handle_*]
          bases: [APIView]
          parameters: [request]
          effect: {query-efficiency: +1, runtime-performance: high, transaction-correctness: -2}
        test: {paths: tests/**, skipped: unless-asked}
        bootstrap: {module-level: true, effect: {runtime-performance: off}}
      """)
    #expect(library.faults == [])
    #expect(library.contexts.map(\.name.value) == ["request-handler", "test", "bootstrap"])
    let handler = library.contexts[0]
    #expect(handler.paths.map(\.value) == ["**/views.py", "api/**"])
    #expect(handler.decorators.map(\.value) == ["*.route"] && handler.functions.map(\.value) == ["handle_*"])
    #expect(handler.bases.map(\.value) == ["APIView"] && handler.parameters.map(\.value) == ["request"])
    #expect(
      handler.effects
        == [.queryEfficiency: .steps(1), .runtimePerformance: .atMost(.high), .transactionCorrectness: .steps(-2)])
    #expect(!handler.moduleLevel && handler.skipped == nil)
    #expect(handler.origin == Origin(file: "team/some-rule.yaml", line: 2, column: 3))
    #expect(library.contexts[1].skipped == .unlessAsked && library.contexts[2].moduleLevel)
    #expect(library.contexts[2].effects == [.runtimePerformance: .off])
  }

  @Test(
    "a fault in contexts is told at its place",
    arguments: [
      ("contexts:", "1:10: `contexts` says nothing (write a value after `contexts:` or remove the key)"),
      ("contexts: [a]", "1:11: `contexts` must be a mapping, but is a list"),
      ("contexts: {a: {paths: b}}\nid: X1", "2:1: a file of contexts has no key `id` (known: contexts)"),
      (
        "contexts: {a: {paths: b, skipped: yes}}",
        "1:35: unknown way to leave files out `yes` (known: always, unless-asked)"
      ),
      (
        "contexts: {a: {skipped: always}}",
        "1:12: nothing says which code is in the context `a` (give it `paths`, `decorators`, `functions`, `bases`, `parameters`, `scopes`, `module-level` or `from`)"
      ),
      (
        "contexts: {a: {scopes: [loop, short]}}",
        "1:31: unknown scope `short` (did you mean `short-loop`?)"
      ),
      (
        "contexts: {A: {paths: b}}",
        "1:12: `A` is no context name (small letters and digits, with `-` between the words)"
      ),
      (
        "contexts: {a: {paths: b, not-from: [a]}}",
        "1:36: `not-from` says from where functions are reached, and none are (it goes with `reaches`)"
      ),
      (
        "contexts: {a: {paths: b, reaches: any-callee, beside: [a]}}",
        "1:55: `beside` says who else may call what only these functions call (it goes with `reaches: only-callee`)"
      ),
      ("contexts: {a: {pahts: b, bases: c}}", "1:16: a context has no key `pahts` (did you mean `paths`?)"),
      (
        "contexts: {a: {paths: /b}}",
        "1:23: the path `/b` is absolute (paths count from the audited folder; begin with `**/` to match anywhere)"
      ),
      (
        "contexts: {a: {paths: b, effect: {query: 1}}}", "1:35: unknown pack `query` (did you mean `query-efficiency`?)"
      ),
      (
        "contexts: {a: {paths: b, effect: {query-efficiency: 0}}}",
        "1:53: `0` is nothing that `effect` can do (allowed: off, low, medium, high, critical, -3 to -1, +1 to +3)"
      ),
    ])
  func faultsOfContexts(text: String, expected: String) {
    #expect(faults(text) == [expected])
  }
}
