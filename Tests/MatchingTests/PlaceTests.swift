import Testing
import Vocabulary

@testable import Matching

@Suite("Where a site stands")
struct PlaceTests {
  @Test("`inside` asks for any of its scopes, `not-inside` for none")
  func scopes() throws {
    try expect(
      match: "pattern: f(...)\ninside: loop",
      finds: "f(1)\nfor a in b:\n    ↓f(2)\n    if c:\n        ↓f(3)\nx = [↓f(4) for d in f(5)]\nwhile ↓f(6): pass\n")
    try expect(
      match: "pattern: f(...)\ninside: [try, with]", finds: "try:\n    ↓f(1)\nexcept E:\n    f(2)\nwith a:\n    ↓f(3)\n"
    )
    try expect(
      match: "pattern: f(...)\ninside: loop\nnot-inside: [if, try]",
      finds: "for a in b:\n    ↓f(1)\n    if c:\n        f(2)\n")
  }

  @Test("a nested function, lambda or class body is its own world")
  func walls() throws {
    try expect(
      match: "pattern: f(...)\ninside: loop",
      finds: "for a in b:\n    def g():\n        f(1)\n    h(lambda: f(2))\n    class C:\n        f(3)\n    ↓f(4)\n")
    try expect(
      match: "pattern: f(...)\ninside: async-function",
      finds:
        "async def a():\n    ↓f(1)\n    def b():\n        f(2)\ndef c():\n    f(3)\n    async def d():\n        ↓f(4)\n"
    )
  }

  @Test("loops that are none do not count, `any-loop` is any")
  func loops() throws {
    let code =
      "for a in (1, 2):\n    f(1)\nfor attempt in range(3):\n    f(2)\nfor b in c:\n    try:\n        d\n    except E:\n        f(3)\n"
    try expect(match: "pattern: f(...)\ninside: loop", finds: code)
    try expect(match: "pattern: f(...)\ninside: any-loop", finds: code.replacing("f(", with: "↓f("))
  }

  @Test("an enclosing statement may be asked for by its header")
  func headers() throws {
    try expect(
      match: "pattern: f(...)\ninside: {pattern: \"if not $X\"}",
      finds:
        "if not a:\n    ↓f(1)\nif a:\n    f(2)\nif not a:\n    for b in c:\n        ↓f(3)\n    def g():\n        f(4)\n"
    )
    try expect(
      match: "pattern: f(...)\nnot-inside: {pattern: \"with $L.acquire()\"}",
      finds: "with lock.acquire():\n    f(1)\nwith other:\n    ↓f(2)\n")
    try expect(
      match: "pattern: $C.get($K)\ninside: {pattern: \"if $K in $C\"}",
      finds: "if a in b:\n    ↓b.get(a)\n    c.get(a)\n    b.get(d)\n")
  }

  @Test("the header `if` means `elif` too, and not `else`")
  func elif() throws {
    let code = "if a:\n    f(1)\nelif not b:\n    f(2)\nelif c:\n    f(3)\nelse:\n    f(4)\n"
    try expect(
      match: "pattern: f(...)\nnot-inside: {pattern: \"if $X\"}", finds: code.replacing("f(4)", with: "↓f(4)"))
    try expect(
      match: "pattern: f(...)\ninside: {pattern: \"if not $X\"}", finds: code.replacing("f(2)", with: "↓f(2)"))
  }

  @Test("the decorators of the nearest function may be asked for")
  func decorators() throws {
    let code =
      "@atomic\n@app.get(\"/a\")\nasync def a():\n    f(1)\n    if b:\n        f(2)\n    def c():\n        f(3)\n@other\ndef d():\n    f(4)\nclass E:\n    @atomic()\n    @app.get(\"/b\", g(1))\n    def h(self, i=f(5)):\n        f(6)\nf(7)\n"
    try expect(
      match: "pattern: f(...)\ninside: {pattern: \"@$ROUTER.get(...)\"}",
      finds: code.replacing("f(1)", with: "↓f(1)").replacing("f(2)", with: "↓f(2)").replacing("f(6)", with: "↓f(6)"))
    try expect(
      match: "pattern: f(...)\nnot-inside: [{pattern: [\"@atomic\", \"@other\"]}]",
      finds: code.replacing("f(3)", with: "↓f(3)").replacing("f(5)", with: "↓f(5)").replacing("f(6)", with: "↓f(6)")
        .replacing("f(7)", with: "↓f(7)"))
    let library = try compiled(
      rule("pattern: f(...)\ninside: {pattern: \"@$ROUTER.get($PATH, ...)\"}", keys: "message: \"$PATH\"\n"))
    #expect(library.found(in: code).matches.map(\.message) == ["\"/a\"", "\"/a\"", "\"/b\""])
  }

  @Test("the class that the nearest function is a method of may be asked for")
  func classes() throws {
    let code =
      "class A(Base):\n    x = f(1)\n    def a(self):\n        if b:\n            f(2)\n"
      + "        def c():\n            f(3)\nclass D:\n    def d(self): f(4)\nf(5)\n"
    try expect(
      match: "pattern: f(...)\ninside: {pattern: \"class $C(Base)\"}",
      finds: code.replacing("f(1)", with: "↓f(1)").replacing("f(2)", with: "↓f(2)"))
    try expect(
      match: "pattern: f(...)\nnot: {inside: {pattern: [\"class $C\", \"class $C(...)\"], where: {$C: {regex: ^A$}}}}",
      finds: code.replacing("f(3)", with: "↓f(3)").replacing("f(4)", with: "↓f(4)").replacing("f(5)", with: "↓f(5)"))
  }

  @Test("a scope may be the source; its span is the header")
  func scopeSource() throws {
    let library = try compiled(rule("scope: for-loop\ninside: for-loop"))
    #expect(library.texts(in: "for a in b:\n    for c in d:\n        e\n") == ["for c in d"])
  }

  @Test("`lines` counts the statements of a scope")
  func lines() throws {
    try expect(
      match: "scope: function\nlines: \">2\"",
      finds: "def f():\n    a\n    b\ndef g():\n    c; d\n    # nothing\n    if e:\n        h\n".replacing(
        "def g", with: "↓def g"))
  }

  @Test("`awaited` and `statement` look at what stands around the site")
  func around() throws {
    try expect(
      match: "pattern: f(...)\nawaited: true",
      finds: "async def a():\n    await ↓f(1)\n    f(2)\n    x = (await ↓f(3)).y\n")
    try expect(match: "pattern: f(...)\nawaited: false", finds: "async def a():\n    await f(1)\n    ↓f(2)\n")
    try expect(
      match: "pattern: f(...)\nstatement: true",
      finds: "↓f(1)\nx = f(2)\nf(3).g()\nasync def a():\n    await ↓f(4)\nreturn_(f(5))\n")
  }

  @Test("`async with` and `async for` await what they enter, and not what is handed to it")
  func entered() throws {
    try expect(
      match: "pattern: f(...)\nawaited: true",
      finds:
        "async def a():\n    async with ↓f(1) as b, g(f(2)):\n        f(3)\n    async with (↓f(4) as b, g(1)):\n        pass\n    async for b in ↓f(5):\n        pass\n    async for b in g(f(6)):\n        pass\n"
    )
  }

  @Test("`all` and `not` hold other nodes against the same site")
  func allAndNot() throws {
    try expect(
      match: "pattern: $X.get(...)\nall: [{inside: function}, {pattern: \"$X.get($K, timeout=$T)\"}]",
      finds: "a.get(b, timeout=1)\ndef f():\n    ↓a.get(b, timeout=1)\n    a.get(b)\n")
    try expect(
      match: "pattern: $X.get(...)\nnot: {pattern: \"$X.get($K, timeout=$T)\"}",
      finds: "a.get(b, timeout=1)\n↓a.get(b)\n")
    try expect(
      match: "pattern: f(...)\nnot: [{inside: loop}, {inside: function}]",
      finds: "↓f(1)\nfor a in b:\n    f(2)\ndef g():\n    f(3)\n")
  }

  @Test("of `any` the first alternative that holds gives its severity and confidence")
  func any() throws {
    let library = try compiled(
      rule(
        "any:\n  - pattern: f(...)\n    inside: loop\n    severity: critical\n  - pattern: f(...)\n    severity: low\n    confidence: low"
      ))
    let matches = library.found(in: "f(1)\nfor a in b:\n    f(2)\n").matches
    #expect(matches.map(\.severity) == [.low, .critical])
    #expect(matches.map(\.confidence) == [.low, nil])
  }

  @Test("a condition on what nothing in the rule binds is a fault, and tells what could be meant")
  func unbound() {
    let told = faults(of: "pattern: f($ROW)\nwhere: {$ROWS: {kind: name}}\nnot: {where: {$ROW: {kind: call}}}")
    #expect(told.count == 1)
    #expect(told.allSatisfy { $0.contains("`$ROWS` is bound by no pattern of the rule") && $0.contains("$ROW") })
    #expect(faults(of: "pattern: f($X)\nwith: {in: after, pattern: g($Y)}\nwhere: {$Y: {kind: name}}").isEmpty)
    #expect(faults(of: "pattern: f($X)\nwithout: {in: call, pattern: $K, where: {$K: {kind: name}}}").isEmpty)
  }

  @Test("an alternative may say its own message, with what it captures")
  func messages() throws {
    let library = try compiled(
      rule(
        "any:\n  - pattern: f($X)\n    message: \"`$X` in `$CALL`\"\n  - any: [{pattern: g($Y), message: inner}]\n    message: outer\n  - pattern: h()",
        keys: "message: all the same\n"))
    #expect(library.found(in: "f(1)\ng(2)\nh()\n").matches.map(\.message) == ["`1` in `f`", "inner", "all the same"])
    let faults = faults(of: "any:\n  - pattern: f($X)\n    message: \"$Y\"\n  - pattern: g($Y)")
    #expect(faults.count == 1)
    #expect(faults.allSatisfy { $0.contains("`$Y` in the message is bound by no pattern of the alternative") })
  }

  @Test(
    "a message speaks of what every place binds that takes it",
    arguments: [
      ("any:\n  - pattern: f($X)\n  - pattern: g($Y)", "`$X` in the message is not bound by alternative 2"),
      ("pattern: [f($X), g()]", "`$X` in the message is not bound by every pattern:"),
      (
        "any:\n  - pattern: h($X)\n  - pattern: [f($X), g()]",
        "`$X` in the message is not bound by every pattern of alternative 2"
      ),
      ("any:\n  - pattern: f($X)\n  - pattern: g()\n    message: other", nil),
      ("any:\n  - pattern: f()\n    with: {in: after, pattern: h($X)}\n  - pattern: g($X)", nil),
      ("any: [{pattern: f()}, {pattern: g()}]\nwith: {in: after, pattern: h($X)}", nil),
    ])
  func openMessages(match: String, fault: String?) {
    let told = faults(of: match, keys: "message: \"$X\"\n")
    #expect(told.count == (fault == nil ? 0 : 1))
    #expect(told.allSatisfy { $0.contains(fault ?? "") })
  }
}

@Suite("What stands near a site")
struct NearTests {
  @Test("an argument is there when it is named, or may be in `**`")
  func arguments() throws {
    try expect(
      match: "pattern: f(...)\nwithout: {argument: [timeout, deadline]}",
      finds: "↓f(1)\nf(1, timeout=2)\nf(deadline=3)\nf(**options)\n↓f(g(timeout=4))\n")
    try expect(match: "pattern: f(...)\nwith: {argument: timeout}", finds: "f(1)\n↓f(1, timeout=2)\n")
  }

  @Test(
    "a region is as large as it is called",
    arguments: [
      ("call", "↓f(g())\nf(1).h(g())\n"), ("chain", "↓f(1).h(g())\n↓f(g())\nf(1); g()\n"),
      ("statement", "x = ↓f(1) + g()\nf(1); g()\n"),
      ("block", "if a:\n    ↓f(1)\n    if b:\n        g()\nif c:\n    f(2)\ng()\n"),
      ("loop", "for a in b:\n    if c:\n        ↓f(1)\n    g()\nfor d in e:\n    f(2)\ng()\n"),
      ("loop-header", "for a in g():\n    ↓f(1)\nfor a in b:\n    f(2); g()\nx = [↓f(3) for y in g()]\n"),
      ("try", "try:\n    ↓f(1)\n    g()\nexcept E: pass\ntry:\n    f(2)\nexcept E:\n    g()\n"),
      ("handlers", "try:\n    f(1)\n    g()\nexcept E: pass\ntry:\n    ↓f(2)\nexcept E:\n    g()\n"),
      (
        "handlers",
        "try:\n    try:\n        f(1)\n    except E: pass\nexcept E: g()\n"
          + "try:\n    try:\n        ↓f(2)\n    finally: g()\nexcept E: pass\n"
      ),
      ("function", "def a():\n    ↓f(1)\n    if b:\n        g()\ndef c():\n    f(2)\n    def d():\n        g()\ng()\n"),
      ("before", "def a():\n    g()\n    ↓f(1)\ndef b():\n    f(2)\n    g()\n"),
      ("before", "def a(x):\n    if x:\n        g()\n        return\n    f(1)\ndef b():\n    g()\n    ↓f(2)\n"),
      ("before", "def a(x):\n    if x:\n        return g()\n    ↓f(1)\n"),
      (
        "before",
        "def a(x):\n    for y in x:\n        if y:\n            g()\n            continue\n        f(1)\n    ↓f(2)\n"
      ),
      ("before", "def a(x):\n    for y in x:\n        if y:\n            g()\n            break\n    ↓f(1)\n"),
      ("before", "def a(x):\n    try:\n        g()\n        return x\n    except E:\n        ↓f(1)\n"),
      ("after", "def a(x):\n    if x:\n        f(1)\n        raise E\n    ↓f(2)\n    g()\n"),
      ("after", "def a():\n    g()\n    f(1)\ndef b():\n    ↓f(2)\n    g()\n"),
      ("class", "class A:\n    def b(self): ↓f(1)\n    def c(self): g()\nclass D:\n    def e(self): f(2)\n"),
      ("file", "def a(): ↓f(1)\ndef b(): g()\n"),
    ])
  func regions(region: String, code: String) throws {
    try expect(match: "pattern: f(...)\nwith: {in: \(region), pattern: \"g()\"}", finds: code)
    let other =
      code.contains("↓f")
      ? code.replacing("↓f", with: "@").replacing("f(", with: "↓f(").replacing("@", with: "f") : code
    try expect(
      match: "pattern: f(...)\nwithout: {in: \(region), pattern: \"g()\"}",
      finds: other.replacing("de↓f(", with: "def("))
  }

  @Test("the `try` of an `except` is what it belongs to")
  func triedBefore() throws {
    try expect(
      match: "pattern: except $E\nwith: {in: try, pattern: \"g()\"}",
      finds:
        "try:\n    g()\n↓except A: pass\n↓except B: pass\n"
        + "try:\n    try: f(1)\n    except C: pass\nexcept D: g()\ng()\n")
  }

  @Test("a list, dictionary or tuple is found wherever it stands")
  func literals() throws {
    try expect(
      match: "pattern: f(...)\nwith: {in: call, pattern: \"[..., x, ...]\"}",
      finds: "↓f([x])\n↓f(a, [b, x])\n↓f(g([x, c], d))\nf(x)\nf(a[x])\nf([[b], x.y])\n")
    try expect(
      match: "pattern: f(...)\nwith: {in: call, pattern: \"(x, ...)\"}",
      finds: "↓f((x, 1))\n↓f(a, (x,))\nf(x, 1)\nf(g(x, 1))\n")
  }

  @Test("a scope's body may be looked into")
  func body() throws {
    try expect(
      match: "scope: for-loop\nwith: {in: body, pattern: \"f(...)\"}",
      finds: "↓for a in b:\n    f(1)\nfor a in f(2):\n    def c():\n        f(3)\n")
  }

  @Test("of a decorator, what it stands before may be looked into, and its header")
  func decorated() throws {
    try expect(
      match: "pattern: '@keep'\nwith: {in: body, pattern: 'f(...)'}",
      finds: "↓@keep\n@other\ndef a():\n    f(1)\n@keep\ndef b():\n    pass\ndef c():\n    f(1)\n")
    try expect(
      match: "pattern: '@keep'\nwith: {in: header, pattern: 'async def $F(...)'}",
      finds: "↓@keep\n@other\nasync def a(b: int) -> str: pass\n@keep\ndef b(): pass\nasync def c(): pass\n")
    try expect(
      match: "pattern: '@keep'\nwith: {in: header, pattern: 'class $C(Base)'}",
      finds: "↓@keep\nclass A(Base): pass\n@keep\nclass B: pass\n")
  }

  @Test("of other sites, the header is that of the function around")
  func headers() throws {
    try expect(
      match: "pattern: f($X)\nwith: {in: header, pattern: 'def $F(..., $X, ...)'}",
      finds: "def a(x, y: int):\n    ↓f(y)\n    if x:\n        ↓f(x)\n    f(z)\nf(y)\n")
  }

  @Test("what is near shares captures by name")
  func captures() throws {
    try expect(
      match: "pattern: $X.acquire()\nwithout: {in: function, pattern: \"$X.release()\"}",
      finds: "def f():\n    a.acquire()\n    a.release()\ndef g():\n    ↓a.acquire()\n    b.release()\n")
  }
}

@Suite("Before and after")
struct OrderTests {
  @Test("a site was certainly passed when it stands in no branch of its own")
  func follows() throws {
    try expect(
      match: "pattern: f(...)\nfollows: {pattern: \"g()\"}",
      finds:
        "def a():\n    g()\n    ↓f(1)\ndef b():\n    f(2)\n    g()\ndef c():\n    if d:\n        g()\n    f(3)\ndef e():\n    if d:\n        g()\n        ↓f(4)\n"
    )
    try expect(
      match: "pattern: f(...)\nfollows: {pattern: \"g()\"}",
      finds:
        "def a():\n    with b:\n        g()\n    ↓f(1)\ndef c():\n    try:\n        g()\n    finally:\n        ↓f(2)\ndef d():\n    for e in h:\n        g()\n    f(3)\ng()\ndef i():\n    f(4)\n"
    )
  }

  @Test("where leaving is asked for, it is all the same what leaves first")
  func precedesExit() throws {
    try expect(
      match: "pattern: f(...)\nprecedes: {regex: '\\breturn\\b'}",
      finds:
        "def a():\n    ↓f(1)\n    if b:\n        raise c\n    return d\ndef e():\n    f(2)\n    if g:\n        return h\n"
    )
    try expect(
      match: "pattern: f(...)\nprecedes: {pattern: \"g()\"}",
      finds: "def a():\n    f(1)\n    if b:\n        raise c\n    return g()\n")
  }

  @Test("a site will certainly be reached when no branch is around it and nothing leaves on the way")
  func precedes() throws {
    try expect(
      match: "pattern: f(...)\nprecedes: {pattern: \"g()\"}",
      finds:
        "def a():\n    ↓f(1)\n    g()\ndef b():\n    f(2)\n    if c:\n        g()\ndef d():\n    if e:\n        f(3)\n        return\n    g()\ndef h():\n    if e:\n        ↓f(4)\n    g()\n"
    )
  }

  @Test("a return between the two sites makes the second uncertain")
  func returnBetween() throws {
    try expect(
      match: "pattern: f(...)\nprecedes: {pattern: \"g()\"}",
      finds: "def a():\n    f(1)\n    if b:\n        return\n    g()\ndef c():\n    f(2)\n    raise E\n    g()\n")
  }

  @Test("two branches of one `if` do not follow each other")
  func branches() throws {
    try expect(
      match: "pattern: f(...)\nfollows: {pattern: \"g()\"}",
      finds:
        "def a():\n    if b:\n        g()\n    else:\n        f(1)\ndef c():\n    try:\n        h()\n    except E:\n        g()\n    f(2)\n"
    )
  }

  @Test("what follows shares captures, and what stands between can be asked for")
  func between() throws {
    try expect(
      match:
        "pattern: $X.write(...)\nfollows:\n  pattern: $X.read(...)\n  without: {in: between, pattern: \"$X.lock()\"}",
      finds:
        "def a():\n    b.read()\n    ↓b.write()\ndef c():\n    b.read()\n    b.lock()\n    b.write()\ndef d():\n    b.read()\n    e.write()\n"
    )
  }
}
