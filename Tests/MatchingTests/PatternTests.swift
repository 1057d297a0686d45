import Testing
import Vocabulary

@testable import Matching

@Suite("Patterns")
struct PatternTests {
  @Test(
    "a metavariable takes one expression, the longest chain before a dot",
    arguments: [
      ("$X.commit()", "↓session.commit()\n↓self.db.session.commit()\n↓get(1)[2].commit()\ncommit()\nx.commit(1)\n"),
      ("print($X)", "↓print(a + b)\n↓print(a.b(c))\n↓print(a if b else c)\nprint()\nprint(a, b)\n↓print(lambda: a)\n"),
      ("$F.get($X, $X)", "↓a.get(b, b)\n↓a.get(b.c(1), b.c(1))\na.get(b, c)\na.get(b.c(1), b.c(2))\n"),
      ("print($_, $_)", "↓print(a, b)\n↓print(a, a)\nprint(a)\n"),
    ])
  func metavariables(pattern: String, code: String) throws {
    try expect(pattern: pattern, finds: code)
  }

  @Test(
    "brackets that are there to await the beginning of a chain mean nothing",
    arguments: [
      (
        "$S.scalars($Q).first()",
        "async def f():\n    ↓(await s.scalars(q)).first()\n    ↓s.scalars(q).first()\n    x = ↓(await a.b.scalars(q)).first()\n    (await s.scalars(q)).all()\n    (s.scalars(q), 1).first()\n"
      ),
      (
        "$X = $S.scalars($Q).first()",
        "async def f():\n    ↓x = (await s.scalars(q)).first()\n    ↓x = s.scalars(q).first()\n    x = (await t)\n"
      ),
      ("f($S.all().first())", "async def g():\n    ↓f((await s.all()).first())\n    f((await s.all()), 1)\n"),
    ])
  func awaitedBeginnings(pattern: String, code: String) throws {
    try expect(pattern: pattern, finds: code)
  }

  @Test(
    "a run takes any number of arguments, elements or tokens",
    arguments: [
      ("print(...)", "↓print()\n↓print(a)\n↓print(a, b, c=d)\n↓print(*a, **b)\n"),
      ("print($X, ...)", "print()\n↓print(a)\n↓print(a, b, c=d)\n"),
      ("print(..., $X)", "↓print(a)\n↓print(a, b)\nprint()\n"),
      ("print(..., \"a\", ...)", "↓print('a')\n↓print(b, 'a')\n↓print(b, \"a\", c)\nprint(b, 'c')\n"),
      ("$X = [...]", "↓x = []\n↓x = [1, 2]\nx = (1, 2)\nx = [1] + y\n"),
      ("$X = [..., a, ...]", "↓x = [a]\n↓x = [a, b]\n↓x = [b, a]\n↓x = [b, a, c,]\nx = []\nx = [b, c]\n"),
      ("$X = (..., $Y)", "↓x = (1, 2)\n↓x = (1,)\nx = ()\nx = [1, 2]\n"),
      ("except (..., E, ...)", "try: pass\n↓except (A, E): pass\n↓except (E, A): pass\nexcept (A, B): pass\n"),
      ("print($...ARGS)", "↓print()\n↓print(a, b)\n"),
      ("return ...", "def f():\n    ↓return\ndef g():\n    ↓return a, b\n"),
    ])
  func runs(pattern: String, code: String) throws {
    try expect(pattern: pattern, finds: code)
  }

  @Test(
    "keyword arguments match in any order, and others may stand beside them only with a run",
    arguments: [
      ("$X.f(a=$A, b=$B)", "↓x.f(a=1, b=2)\n↓x.f(b=2, a=1)\nx.f(a=1)\nx.f(a=1, b=2, c=3)\nx.f(1, a=1, b=2)\n"),
      ("$X.f(a=$A, ...)", "↓x.f(a=1)\n↓x.f(b=2, a=1)\n↓x.f(3, a=1)\nx.f(b=1)\nx.f(a)\n"),
      ("$X.f($P, a=True)", "↓x.f(1, a=True)\nx.f(1, a=False)\nx.f(a=True)\n"),
      ("$X.f($K=$V)", "↓x.f(a=1)\n↓x.f(b=c.d)\nx.f(1)\nx.f()\nx.f(a=1, b=2)\n"),
      ("$X.f(a=$A,)", "↓x.f(a=1)\n↓x.f(a=1,)\n"),
    ])
  func keywordArguments(pattern: String, code: String) throws {
    try expect(pattern: pattern, finds: code)
  }

  @Test(
    "a loop that counts its turns or shows how far it is goes through what stands inside",
    arguments: [
      (
        "for $X in a.all()",
        "↓for x in a.all(): pass\n↓for i, x in enumerate(a.all(), 1): pass\n↓for x in tqdm(a.all(), total=3): pass\n↓for i, x in enumerate(tqdm.tqdm(a.all())): pass\nfor x in list(a.all()): pass\nfor i, x in f(a.all()): pass\nfor x in enumerate(a.all()): pass\n"
      ),
      ("for $X, $Y in f($X)", "for i, (x, y) in enumerate(f(1)): pass\n↓for x, y in f(x): pass\n"),
      ("for $I, $X in enumerate($Y)", "↓for i, x in enumerate(y): pass\nfor x in y: pass\n"),
    ])
  func wrappedLoops(pattern: String, code: String) throws {
    try expect(pattern: pattern, finds: code)
  }

  @Test(
    "what names a value inside of an expression is an assignment",
    arguments: [
      (
        "$X = f(...)",
        "if (↓x := f(1)) and y: pass\nif not (↓x := f(2)): pass\nwhile ↓x := f(3): pass\ng(↓x := f(4), z)\nif (x := g(f(5))): pass\n"
      ),
      ("$X.a = $Y", "if (x := y): pass\n↓x.a = y\n"),
    ])
  func namedExpressions(pattern: String, code: String) throws {
    try expect(pattern: pattern, finds: code)
  }

  @Test("what is named inside of an expression is what it is named for")
  func namedValues() throws {
    try expect(
      match: "pattern: if not $X\nwhere: {$X: {made-by: 'load(...)'}}",
      finds: "↓if not (x := load(1)): pass\nif not (x := other(1)): pass\ny = load(2)\n↓if not y: pass\n")
  }

  @Test(
    "types in a function's header do not matter, unless the pattern writes some",
    arguments: [
      (
        "def $F(self, $X)",
        "↓def a(self, b): pass\n↓def a(self, b: int) -> str: pass\n↓async def a(self: A, b: dict[str, int]): pass\ndef a(self): pass\ndef a(self, b: int, c: int): pass\n"
      ),
      ("def $F(...)", "↓def a(): pass\n↓def a(b: int = 1, *c: str) -> list[int]: pass\n↓def a[T](b: T) -> T: pass\n"),
      ("def $F($X=$V, ...)", "↓def a(b=1): pass\n↓def a(b: int = 1, c: str = x): pass\ndef a(b: int): pass\n"),
      ("def $F($X: int)", "↓def a(b: int) -> int: pass\ndef a(b): pass\ndef a(b: str): pass\n"),
      ("def $F(...) -> $T", "↓def a() -> int: pass\ndef a(): pass\n"),
      ("f({a: $X})", "↓f({a: b})\nf({b})\n"),
    ])
  func annotatedHeaders(pattern: String, code: String) throws {
    try expect(pattern: pattern, finds: code)
  }

  @Test(
    "strings and numbers match by value",
    arguments: [
      ("$X.f(\"a\")", "↓x.f('a')\n↓x.f(\"a\")\n↓x.f('''a''')\nx.f('b')\nx.f(f'a')\nx.f(a)\n"),
      ("$X.f(\"...\")", "↓x.f('a')\n↓x.f(f'a{b}')\n↓x.f('a' 'b')\nx.f(a)\n"),
      ("$X.f(\"=~/^SELECT/\")", "↓x.f('SELECT 1')\n↓x.f('''SELECT\n1''')\nx.f(' SELECT')\nx.f('UPDATE')\n"),
      ("$X.f(\"=~/a.*b/\")", "↓x.f('xa' 'bx')\n↓x.f(f'a{c}b')\nx.f('ba')\n"),
      ("$X.f(10)", "↓x.f(10)\nx.f(1)\nx.f(100)\n"),
      ("$X.f(None)", "↓x.f(None)\nx.f(0)\n"),
    ])
  func literals(pattern: String, code: String) throws {
    try expect(pattern: pattern, finds: code)
  }

  @Test(
    "a chain may hold any run of links",
    arguments: [
      ("$Q.filter(...). ... .all()", "↓q.filter(a).all()\n↓q.filter(a).order(b)[1].x.all()\nq.filter(a)\nq.all()\n"),
      ("$Q.a. ... .b", "↓q.a.b\n↓q.a.c().b\nq.b.a\n"),
      ("$X.f(...)[0]", "↓x.f(a)[0]\nx.f(a)[1]\nx.f(a)\n"),
      ("$X.objects.$M(...)", "↓User.objects.all()\n↓a.b.objects.filter(c)\nUser.objects\n"),
    ])
  func chains(pattern: String, code: String) throws {
    try expect(pattern: pattern, finds: code)
  }

  @Test("the span is the part of a chain that the pattern describes")
  func span() throws {
    let library = try compiled(rule(pattern: "$X.f(...)"))
    #expect(library.texts(in: "y = await a.f(1).g()\n") == ["a.f(1)"])
  }

  @Test("spaces, line breaks and comments inside brackets do not matter")
  func layout() throws {
    try expect(pattern: "$X.f($A, b=$B)", finds: "↓x.f(\n    a,  # why\n\n    b = c,\n)\n↓x . f(a,b=c)\n")
  }

  @Test(
    "brackets around an argument that mean nothing are not there",
    arguments: [
      ("set([$X for $X in $Y])", "↓set(([a for a in b]))\n↓set(((\n  [a for a in b]\n)))\nset(([a for a in b], 1))\n"),
      ("f($X, $X)", "↓f((a), a)\nf((a, a))\nf((a for a in b), b)\n"),
    ])
  func redundantBrackets(pattern: String, code: String) throws {
    try expect(pattern: pattern, finds: code)
  }

  @Test("a call written as an argument may go on")
  func argumentGoesOn() throws {
    try expect(
      pattern: "$S.execute(select(...))",
      finds:
        "↓s.execute(select(a))\n↓s.execute(select(a).where(b).limit(1))\ns.execute(x.select(a))\ns.execute(select(a) + b)\n"
    )
  }

  @Test("`await` before a call does not hide it")
  func awaited() throws {
    try expect(
      pattern: "$X.get(...)",
      finds: "async def f():\n    a = await ↓b.get(c)\n    return [await ↓b.get(d) for d in e]\n")
  }

  @Test("a pattern may describe an operator with what stands on both sides")
  func infix() throws {
    try expect(pattern: "$A % $B", finds: "x = ↓a % b\ny = c + ↓d.e(f) % g\nz = a * b\n")
    try expect(
      pattern: "$X in $Y.keys()", finds: "if ↓a in b.keys(): pass\nif a not in b.keys(): pass\nif a in b: pass\n")
    try expect(pattern: "\"...\" % $X", finds: "x = ↓'a %s' % b\ny = a % b\n")
  }

  @Test(
    "a pattern that makes no sense is refused with what is wrong",
    arguments: [
      ("", "says nothing"), ("$X", "no name or keyword to look for"), ("f(", "never closed"),
      ("f(a))", "makes no sense at `)`"),
      ("f($)", "makes no sense at"), ("`a`", "makes no sense at"),
      ("$X. ... ", "makes no sense"), ("f(a=)", "makes no sense"),
    ])
  func faulty(pattern: String, complaint: String) {
    let faults = faults(ofPattern: pattern)
    #expect(faults.count == 1)
    #expect(faults.first?.contains(complaint) == true, "\(faults)")
    #expect(faults.first?.hasPrefix("rules/some-rule.yaml:") == true, "\(faults)")
  }
}

@Suite("Patterns of statements")
struct StatementPatternTests {
  @Test(
    "a keyword begins the pattern of a header, its colon may be left out",
    arguments: [
      ("for $X in $Y", "↓for a in b: pass\n↓for c, d in e.f():\n    pass\nx = [a for a in b]\n"),
      ("for $X in $Y:", "↓for a in b: pass\n"),
      ("for $X in range(...)", "↓for a in range(3): pass\nfor a in b: pass\n"),
      ("while True", "↓while True: pass\nwhile False: pass\n"),
      ("if not $X", "↓if not a: pass\n↓if not a.b(): pass\nif a: pass\nif not a and b: pass\n"),
      ("except Exception", "try: pass\n↓except Exception: pass\ntry: pass\nexcept ValueError: pass\n"),
      ("except $E as $N", "try: pass\n↓except ValueError as e: pass\n"),
      ("return None", "def f():\n    ↓return None\n    return\n"),
      ("raise $E", "↓raise a\nraise\n"),
      ("del $X[$K]", "↓del a[b]\ndel a\n"),
      ("assert $X", "↓assert a\nassert a, b\n"),
    ])
  func headers(pattern: String, code: String) throws {
    try expect(pattern: pattern, finds: code)
  }

  @Test("`async` before `with` and `for` does not matter")
  func asyncHeaders() throws {
    try expect(pattern: "for $X in $Y", finds: "async def f():\n    ↓async for a in b: pass\n")
    try expect(
      pattern: "with $S.begin()", finds: "async def f():\n    async with ↓s.begin(): pass\nwith ↓s.begin(): pass\n")
  }

  @Test("`with $A` finds one item wherever it stands, with or without `as`")
  func withItems() throws {
    try expect(
      pattern: "with open(...)",
      finds:
        "with ↓open(a) as b: pass\nwith c(), ↓open(d): pass\nwith (\n    e as f,\n    ↓open(g) as h,\n): pass\nwith i: pass\n"
    )
    try expect(pattern: "with open($P) as $F", finds: "with ↓open(a) as b: pass\nwith open(c): pass\n")
  }

  @Test("a comprehension is written out")
  func comprehensions() throws {
    try expect(
      pattern: "[$E for $X in $Y ...]",
      finds: "a = ↓[b for c in d]\ne = ↓[f.g for h in i if j]\nk = {b for c in d}\nl = ↓[m for n in ↓[o for p in q]]\n")
  }

  @Test("assignments match whatever annotation the target has")
  func assignments() throws {
    try expect(
      pattern: "$X = open(...)",
      finds: "↓a = open(b)\n↓a: IO = open(b)\n↓a.b = open(c)\na += open(b)\nprint(a=open(b))\n")
    try expect(pattern: "$X += $V", finds: "↓a += b\n↓a.c += d * e\na = b\na -= b\n")
    try expect(pattern: "$X = $X + $Y", finds: "↓a = a + b\na = b + a\n")
  }

  @Test("a pattern that begins with `@` finds decorators")
  func decorators() throws {
    try expect(
      pattern: "@app.get(...)", finds: "↓@app.get('/')\ndef f(): pass\n@app.post('/')\ndef g(): pass\napp.get('/')\n")
    try expect(pattern: "@$X.route(...)", finds: "↓@a.b.route()\nasync def f(): pass\n")
  }

  @Test("the `in` of a `for` compares nothing")
  func loopHeaders() throws {
    try expect(
      pattern: "$X in $Y",
      finds: """
        for a in b:
            if ↓a in c:
                pass
        d = [e for e in f if ↓e in g]
        async def h():
            async for (i, j) in k(↓l in m):
                n = {o: p for o, p in q for r in s}
        t = not ↓u in v
        """ + "\n")
  }
}
