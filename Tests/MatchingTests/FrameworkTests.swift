import SourceScan
import Testing
import Vocabulary

@testable import Matching

/// A framework whose operations are told apart by receiver.
private let store = """
  framework: acme-store
  title: Acme's data-access layer
  language: python
  detect: {packages: [acme-store], imports: [acme.store]}
  roles:
    store:
      as: $S
      types: [Store]
      made-by: ["open_store(...)", "Depends(get_store)"]
      names: [store, "*_store"]
    async-store:
      as: $S
      types: [AsyncStore]
      blocking: false
    rows:
      as: $ROWS
      made-by: ["$S.rows(...)", "$ROWS.having(...)"]
    row:
      as: $R
      element-of: rows
    held-record:
      as: $R
      element-of: held-records
      types-like: {regex: '^[A-Z]', not-regex: 'Form$', from-module: '(?:^|\\.)records$'}
    held-records: {as: $HELD}
  operations:
    fetch-by-id: ["$S.load($MODEL, $KEY)"]
    update: ["$S.put($ROW)", {pattern: "$S.run($SQL)", where: {$SQL: {regex: "(?i)^\\\\W*update"}}}]
    query: ["$S.rows(...)"]
    sleep: ["pause(...)"]
    lazy-load: ["$R.parent"]
  scopes:
    transaction: ["with $S.unit()", "@atomic"]
    short-loop: {pattern: ["for $_ in $FEW", "[$_ for $_ in $FEW ...]", "f($_ for $_ in $FEW)"], where: {$FEW: {regex: ^few}}}
  """

@Suite("Frameworks")
struct FrameworkTests {
  private func expectOperation(
    _ operation: String, _ conditions: String = "", finds code: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try expect(match: "operation: \(operation)\n\(conditions)", store, finds: code, sourceLocation: sourceLocation)
  }

  @Test("an annotation gives a receiver its role, in all spellings of the type")
  func annotations() throws {
    for type in [
      "Store", "acme.store.Store", "Optional[Store]", "Store | None", "\"Store\"", "Annotated[Store, Depends(x)]",
    ] {
      try expectOperation(
        "fetch-by-id", "proven: true",
        finds:
          "import acme.store\nfrom acme.store import Store\ndef f(s: \(type), t: Other):\n    ↓s.load(A, 1)\n    t.load(A, 1)\n"
      )
    }
  }

  @Test("an annotation gives a role by what its class is called and where it comes from, alone and in a list")
  func likeness() throws {
    try expectOperation(
      "lazy-load", "proven: true",
      finds: """
        import acme.store
        from shop.records import Order, OrderForm
        from shop.tools import Record
        def f(a: Order, b: OrderForm, c: Record, d: list[Order], e: "Order | None", g: dict[str, Order]):
            ↓a.parent, b.parent, c.parent, ↓e.parent
            for x in d:
                ↓x.parent
            for y in g:
                y.parent
            d.parent

        """)
  }

  @Test(
    "a name is what it is given last before its place, as far as that has nothing to do with what it was",
    arguments: [
      "def f():\n    s = open_store()\n    ↓s.load(A, 1)\n    s = other()\n    s.load(A, 1)\n",
      "def f():\n    s = open_store()\n    s = narrowed(s)\n    ↓s.load(A, 1)\n",
      "def f(a):\n    s = open_store()\n    if a:\n        s = other()\n        s.load(A, 1)\n    ↓s.load(A, 1)\n",
      "def f(s: Store):\n    s = other()\n    ↓s.load(A, 1)\n",
      "def f(a):\n    s = open_store()\n    s = other()\n    def g():\n        ↓s.load(A, 1)\n",
      "def f(a):\n    for x in a:\n        s = open_store()\n        for y in x:\n            s = other()\n            s.load(A, 1)\n",
    ])
  func lastGiven(code: String) throws {
    try expectOperation("fetch-by-id", finds: "import acme.store\n" + code)
  }

  @Test(
    "what a name is made of plays its roles, whether the name was asked for before or not", arguments: [true, false])
  func madeOfItself(asksNameFirst: Bool) throws {
    let library = try compiled(store, rule(pattern: "f()"))
    let code = "import acme.store\nrows = store.rows(A)\nrows = rows.having(1).having(2)\nfor row in rows:\n    row\n"
    let text = SourceText(path: "example.py", language: .python, text: code)
    let file = scan(text, library.symbols)!
    let matcher = FileMatcher(MatchedFile(file, library), library)
    func tokens(_ part: String, _ occurrence: Int) throws -> Range<UInt32> {
      let start = code.ranges(of: part)[occurrence].lowerBound.utf16Offset(in: code)
      let first = try #require(file.stream.tokens.firstIndex { Int($0.start) == start })
      let end = try #require(file.stream.tokens.firstIndex { Int($0.start) >= start + part.count })
      return UInt32(first)..<UInt32(end)
    }
    if asksNameFirst { #expect(!matcher.roles(of: try tokens("rows", 4)).parts.isEmpty) }
    #expect(!matcher.roles(of: try tokens("rows.having(1)", 0)).parts.isEmpty)
    #expect(!matcher.roles(of: try tokens("rows.having(1).having(2)", 0)).parts.isEmpty)
  }

  @Test(
    "what a function of the file gives plays the roles of its annotation, or of all that it returns",
    arguments: [
      "def give() -> Store: ...\n↓give().load(A, 1)\n", "def give():\n    return open_store()\n↓give().load(A, 1)\n",
      "def give(a):\n    if a:\n        return None\n    s = open_store(a)\n    return s\n↓give(1).load(A, 1)\n",
      "def give(a):\n    if a:\n        return open_store(a)\n    return open_store()\ns = give(1)\n↓s.load(A, 1)\n",
      "def give(a):\n    if a:\n        return other(a)\n    return open_store()\ngive(1).load(A, 1)\n",
      "def give():\n    yield open_store()\ngive().load(A, 1)\n",
      "async def give() -> Store: ...\nasync def f():\n    s = await give()\n    ↓s.load(A, 1)\n    give().load(A, 1)\n",
      "class C:\n    def give(self) -> Store: ...\n    @property\n    def kept(self) -> Store: ...\n    def f(self):\n        ↓self.give().load(A, 1)\n        ↓self.kept.load(A, 1)\n        self.give.load(A, 1)\n",
      "def give():\n    return give()\ngive().load(A, 1)\n",
    ])
  func returned(code: String) throws {
    try expectOperation("fetch-by-id", "proven: true", finds: "from acme.store import Store, open_store\n" + code)
  }

  @Test("functions are followed into each other, whichever was asked first")
  func returnedInAnyOrder() throws {
    let library = try compiled(store, rule("operation: fetch-by-id\n"))
    let functions = (1...9).map { "def f\($0)():\n    return \($0 == 9 ? "open_store()" : "f\($0 + 1)()")\n" }.joined()
    func found(_ order: [Int]) -> [String] {
      let code = "from acme.store import open_store\n" + functions + order.map { "f\($0)().load(A, \($0))\n" }.joined()
      let bytes = Array(code.utf8)
      return library.found(in: code).matches.map { String(decoding: bytes[$0.start..<$0.end], as: UTF8.self) }.sorted()
    }
    let all = (1...9).map { "f\($0)().load(A, \($0))" }
    #expect(found(Array(1...9)) == all)
    #expect(found((1...9).reversed()) == all)
    #expect(found([5, 1, 9, 3, 7, 2, 8, 4, 6]) == all)
  }

  @Test("construction gives a receiver its role, through `with`, defaults and attributes")
  func construction() throws {
    try expectOperation(
      "fetch-by-id", "proven: true",
      finds: """
        from acme.store import Store, open_store
        a = open_store(1)
        ↓a.load(A, 1)
        with open_store() as b:
            ↓b.load(A, 1)
        def f(c=Depends(get_store)):
            ↓c.load(A, 1)
        class G:
            def __init__(self):
                self.d = Store()
            def h(self):
                ↓self.d.load(A, 1)
        e = other()
        e.load(A, 1)

        """)
  }

  @Test("a name is the last resort, and says less")
  func names() throws {
    let library = try compiled(rule("operation: fetch-by-id"), store)
    let code = "import acme.store\nstore.load(A, 1)\nself.user_store.load(A, 1)\nshop.load(A, 1)\n"
    #expect(
      library.marked(code) == "import acme.store\n↓store.load(A, 1)\n↓self.user_store.load(A, 1)\nshop.load(A, 1)\n")
    #expect(library.found(in: code).matches.allSatisfy { $0.isNamed && $0.guessedFramework == nil })
    // Nothing in this file imports the framework.
    let guessed = library.found(in: "store.load(A, 1)\n").matches
    #expect(guessed.count == 1)
    #expect(guessed.allSatisfy { $0.guessedFramework != nil })
    try expectOperation("fetch-by-id", "proven: true", finds: "import acme.store\nstore.load(A, 1)\n")
  }

  @Test("a name that was given another type is not what it is called")
  func contradicted() throws {
    try expectOperation("fetch-by-id", finds: "import acme.store\ndef f(store: Shelf):\n    store.load(A, 1)\n")
  }

  @Test("a later annotation puts an end to an earlier one")
  func laterAnnotation() throws {
    try expectOperation(
      "fetch-by-id",
      finds: """
        from acme.store import Store
        def f(s: Store):
            ↓s.load(A, 1)
            s: Shelf = Shelf()
            s.load(A, 1)
            s: Store = s.store
            ↓s.load(A, 1)

        """)
  }

  @Test("an annotation that knows no role leaves the value its own")
  func annotatedValue() throws {
    try expectOperation(
      "lazy-load",
      finds: """
        from acme.store import Store
        def f(s: Store):
            rows: list[Item] = s.rows(A)
            for row in rows:
                ↓row.parent
            other: list[Item] = list_items(A)
            for item in other:
                item.parent

        """)
  }

  @Test("several names may be made at once")
  func pairs() throws {
    try expectOperation(
      "fetch-by-id",
      finds: """
        from acme.store import Store, open_store
        a, b = open_store(1), other(1)
        ↓a.load(A, 1)
        b.load(A, 1)
        (c, d) = (other(1), Store())
        c.load(A, 1)
        ↓d.load(A, 1)

        """)
  }

  @Test("an operation may ask for more than its pattern")
  func conditions() throws {
    try expectOperation(
      "update", finds: "import acme.store\n↓store.run('UPDATE a')\nstore.run('SELECT 1')\n↓store.put(a)\n")
  }

  @Test("a name that the framework's modules export may be written without its module")
  func exports() throws {
    try expectOperation("sleep", finds: "from acme.store import pause as p\n↓p(1)\n")
    try expectOperation("sleep", finds: "import acme.store\n↓acme.store.pause(1)\n")
    try expectOperation("sleep", finds: "import acme.store as s\n↓s.pause(1)\ns.other.pause(1)\n")
    // Another module may hand the name on: that is a guess.
    let library = try compiled(rule("operation: sleep"), store)
    #expect(library.found(in: "from other import pause\npause(1)\n").matches.allSatisfy { $0.guessedFramework != nil })
  }

  @Test("what a function takes is asked behind its module's path too")
  func argumentsBehindModules() throws {
    let framework = """
      framework: acme
      language: python
      detect: {imports: [acme.store]}
      roles:
        store: {as: $S, types: [Store]}
      operations:
        commit: ["flush_all($S)"]
      """
    for code in [
      "from acme.store import Store, flush_all\ns = Store()\n↓flush_all(s)\nflush_all(1)\n",
      "import acme.store\ns = acme.store.Store()\n↓acme.store.flush_all(s)\nacme.store.flush_all(1)\n",
    ] {
      try expect(match: "operation: commit", framework, finds: code)
    }
  }

  @Test("the conditions of an `any` inside an `any` hold for its alternatives")
  func nestedAlternatives() throws {
    try expect(
      match: """
        any:
          - any:
              - pattern: f(...)
              - pattern: g(...)
            inside: loop
          - pattern: h(...)
        """,
      finds: "f(1)\nh(1)\nfor a in b:\n    f(a)\n    g(a)\n".replacing("h(1)", with: "↓h(1)")
        .replacing("    f(a)", with: "    ↓f(a)").replacing("    g(a)", with: "    ↓g(a)"))
  }

  @Test("an element of a thing that plays a role plays the element's role")
  func elements() throws {
    try expectOperation(
      "lazy-load",
      finds:
        "from acme.store import open_store\ns = open_store()\nall = s.rows(A)\nfor r in all:\n    print(↓r.parent)\nfor x in others:\n    x.parent\nfirst = all[0]\n↓first.parent\ny = [↓z.parent for z in s.rows(B)]\n"
    )
  }

  @Test("operations hold their thread unless the role or an `await` says otherwise")
  func blocking() throws {
    try expectOperation(
      "fetch-by-id", "blocking: true",
      finds:
        "from acme.store import Store, AsyncStore\nasync def f(a: Store, b: AsyncStore):\n    ↓a.load(A, 1)\n    await b.load(A, 1)\n    b.load(A, 1)\n"
    )
  }

  @Test("a framework's scope is one, by its statement or its decorator")
  func scopes() throws {
    try expect(
      match: "pattern: f(...)\ninside: transaction", store,
      finds:
        "from acme.store import atomic, open_store\ns = open_store()\nwith s.unit():\n    ↓f(1)\nf(2)\n@atomic\ndef g():\n    ↓f(3)\n    def h():\n        f(4)\n@other\ndef i():\n    f(5)\n"
    )
  }

  @Test("a loop of few turns is short where it stands in no other than such, as a statement and as a comprehension")
  func shortLoops() throws {
    try expect(
      match: "pattern: f(...)\ninside: short-loop", store,
      finds: """
        for a in few:
            ↓f(a)
            for b in many:
                f(b)
            for c in few_more:
                ↓f(c)
            def g():
                f(2)
        for d in many:
            f(d)
            for e in few:
                f(e)
        x = [↓f(h) for h in few], [f(i) for i in many], [[↓f(k) for k in few] for j in few], [[f(k) for k in few] for j in many]

        """)
    try expect(
      match: "pattern: f(...)\ninside: loop", store,
      finds: "for a in few:\n    ↓f(a)\nx = [↓f(a) for a in few]\n")
  }

  @Test("a capture's role and operation can be asked for")
  func captured() throws {
    try expect(
      match: "pattern: f($X)\nwhere: {$X: {role: store}}", store,
      finds: "from acme.store import open_store\ns = open_store()\n↓f(s)\nf(t)\n↓f(open_store())\n")
    try expect(
      match: "pattern: f($X)\nwhere: {$X: {operation: query}}", store,
      finds:
        "from acme.store import open_store\ns = open_store()\n↓f(s.rows(1))\nf(s.load(A, 1))\nr = s.rows(2)\n↓f(r)\n")
  }

  @Test("the loop of a message is the innermost whose variable the site depends on")
  func decidingLoops() throws {
    let library = try compiled(
      rule("pattern: f($X)\ninside: loop\nuses: $LOOP_VARIABLE", keys: "message: \"$LOOP $LOOP_VARIABLE\"\n"))
    let code = """
      for a in as_:
          for b in g(a):
              f(a.id)
              f(b)
              c = b.name
              f(c)
              d = a.name
              f(d)
      """
    #expect(library.found(in: code).matches.map(\.message) == ["1 a", "2 b", "2 b", "1 a"])
  }

  @Test("the function of a site that is one is the function itself")
  func functionsThatAreSites() throws {
    let library = try compiled(
      rule("scope: function", keys: "message: \"scope $FUNCTION\"\n"),
      rule("pattern: def $NAME(...)", id: "TEAM002", keys: "message: \"header $FUNCTION\"\n"))
    let code = "def f():\n    def g():\n        pass\n"
    #expect(
      library.found(in: code).matches.map(\.message).sorted() == ["header f", "header g", "scope f", "scope g"])
  }

  @Test("a call whose beginning is awaited is told with it")
  func awaitedCalls() throws {
    let library = try compiled(rule("pattern: $S.scalars($Q).first()", keys: "message: \"$CALL\"\n"))
    let code = "async def f(s, q):\n    return (await s.scalars(q)).first()\n"
    #expect(library.found(in: code).matches.map(\.message) == ["(await s.scalars(…)).first"])
  }

  @Test("a message shows what a builtin collects, on one line without the spaces of line ends")
  func collectedCalls() throws {
    let library = try compiled(rule("pattern: ['list($Q)', '$Q.all()']", keys: "message: \"$CALL\"\n"))
    let code = "a = list(\n    rows\n    .only(\n        1,\n        2,\n    )\n)\nb = rows.only(1).all()\n"
    #expect(library.found(in: code).matches.map(\.message) == ["list(rows.only(1, 2,))", "rows.only(…).all"])
  }

  @Test("a rule's message tells what it captured")
  func messages() throws {
    let library = try compiled(
      rule(
        "operation: fetch-by-id\ninside: loop",
        keys: "message: \"`$CALL` of $MODEL in $FUNCTION, line $LOOP by $LOOP_VARIABLE: $KEY\""),
      store)
    let code = "from acme.store import Store\ndef g(s: Store):\n    for a in b:\n        s.load(User, a.id)\n"
    #expect(library.found(in: code).matches.map(\.message) == ["`s.load` of User in g, line 3 by a: a.id"])
  }
}
