import Testing
import Vocabulary

@testable import Matching

@Suite("Conditions on captures")
struct CaptureTests {
  @Test(
    "the text may have to match a regular expression",
    arguments: [
      ("regex: \"^user\"", "↓f(user_id)\nf(order)\n"), ("not-regex: \"^user\"", "f(user_id)\n↓f(order)\n"),
    ])
  func regex(condition: String, code: String) throws {
    try expect(match: "pattern: f($X)\nwhere: {$X: {\(condition)}}", finds: code)
  }

  @Test(
    "an expression is of the kind it is written as",
    arguments: [
      ("name", "a"), ("attribute", "a.b"), ("call", "a.b(c)"), ("f-string", "f'a{b}'"), ("number", "1"),
      ("list", "[1]"), ("tuple", "(1, 2)"), ("dict", "{1: 2}"), ("set", "{1, 2}"), ("comprehension", "[a for a in b]"),
      ("lambda", "lambda: a"), ("await", "await a()"), ("none", "None"), ("boolean", "True"),
    ])
  func kinds(kind: String, expression: String) throws {
    let all = [
      "a", "a.b", "a.b(c)", "'a'", "f'a{b}'", "1", "[1]", "(1, 2)", "{1: 2}", "{1, 2}", "[a for a in b]", "lambda: a",
      "await a()", "None", "True",
    ]
    let code = all.map { ($0 == expression ? "↓" : "") + "f(\($0))\n" }.joined()
    try expect(match: "pattern: f($X)\nwhere: {$X: {kind: \(kind)}}", finds: code)
    let others = all.map { ($0 == expression ? "" : "↓") + "f(\($0))\n" }.joined()
    try expect(match: "pattern: f($X)\nwhere: {$X: {not-kind: \(kind)}}", finds: others)
  }

  @Test("a parameter is one as long as nothing else is bound to its name")
  func parameters() throws {
    try expect(
      match: "pattern: f($X)\nwhere: {$X: {kind: parameter}}",
      finds: """
        def g(a, b, *c, d=1):
            b = b or 1
            ↓f(a); f(b); ↓f(c); ↓f(d); f(e); f(a.b)
            e = [f(x) for x in a]
            def h():
                ↓f(a)

        """)
  }

  @Test("an interpolated string is a string too")
  func strings() throws {
    try expect(
      match: "pattern: f($X)\nwhere: {$X: {kind: string}}",
      finds: "↓f('a')\n↓f(f'a{b}')\n↓f('a' 'b')\nf(a)\nf('a'.b())\n")
  }

  @Test("`made-by` looks through the assignment before")
  func madeBy() throws {
    try expect(
      match: "pattern: $X.get(...)\nwhere: {$X: {made-by: \"Client(...)\"}}",
      finds: "a = Client(1)\n↓a.get()\nb = Other()\nb.get()\n↓Client().get()\nwith Client() as c:\n    ↓c.get()\n")
    try expect(
      match: "pattern: $X.get(...)\nwhere: {$X: {not-made-by: [\"Client(...)\", \"Fake()\"]}}",
      finds: "a = Client(1)\na.get()\nb = Other()\n↓b.get()\nc = Fake()\nc.get()\n↓d.get()\n")
  }

  @Test("`made-by` sees attributes of `self` that another method set")
  func madeByAttribute() throws {
    try expect(
      match: "pattern: $X.get(...)\nwhere: {$X: {made-by: \"Client(...)\"}}",
      finds:
        "class A:\n    def __init__(self):\n        self.a = Client()\n        self.b = Other()\n    def f(self):\n        ↓self.a.get()\n        self.b.get()\n"
    )
  }

  @Test("constants hold only literals")
  func constant() throws {
    try expect(
      match: "pattern: f($X)\nwhere: {$X: {constant: true}}",
      finds: "↓f(1)\n↓f('a')\n↓f([1, (2, None)])\n↓f({'a': -1})\nf(a)\nf([a])\nf(f'{a}')\nf('a'.b())\n")
  }

  @Test("a name may have to be bound outside of the loop, or left alone in it")
  func loops() throws {
    try expect(
      match: "pattern: f($X)\ninside: loop\nwhere: {$X: {bound-outside-loop: true}}",
      finds: "a = []\nfor b in c:\n    ↓f(a)\n    d = b\n    f(d)\n")
    try expect(
      match: "pattern: f($X)\ninside: loop\nwhere: {$X: {changed-in-loop: false}}",
      finds:
        "for b in c:\n    ↓f(a)\nfor b in c:\n    f(d)\n    d = 2\nfor b in c:\n    f(e)\n    e.append(1)\nfor b in c:\n    f(g)\n    del g[0]\n"
    )
  }

  @Test("other uses and fields of a name are counted")
  func uses() throws {
    try expect(
      match: "pattern: \"$X = f(...)\"\nwhere: {$X: {other-uses: \"==0\"}}",
      finds: "def a():\n    ↓x = f(1)\ndef b():\n    x = f(1)\n    return x\n")
    try expect(
      match: "pattern: \"$X = f(...)\"\nwhere: {$X: {fields: \"<=2\"}}",
      finds:
        "def a():\n    ↓x = f(1)\n    return x.b + x.c + x.b\ndef d():\n    x = f(1)\n    return x.b, x.c, x.d\ndef e():\n    x = f(1)\n    return x.b, g(x)\n"
    )
  }

  @Test("a capture may have to spell the name of another")
  func spells() throws {
    try expect(
      match: "pattern: def $F(...)\nwith: {in: class, pattern: $LIST = $ALL, where: {$ALL: {spells: $F}}}",
      finds: """
        class A:
          listed = ("name", "pages")
          ↓def pages(self): pass
          def page(self): pass
        class B:
          listed = []
          def pages(self): pass

        """)
  }

  @Test(
    "a capture may have to come from a module",
    arguments: [
      "from shop.models import Order\n↓x = Order()\n", "from .models import Order\n↓x = Order()\n",
      "from shop.models.orders import Order\nx = Order()\n", "from shop.forms import Order\nx = Order()\n",
      "from . import models\n↓x = models.Order()\n", "from shop import models as m\n↓x = m.Order()\n",
      "from shop import Order\nx = Order()\n", "import shop.models\nx = Order()\n", "class Order: pass\nx = Order()\n",
      "from . import Order\nx = Order()\n",
    ])
  func fromModule(code: String) throws {
    try expect(match: "pattern: $X = $C()\nwhere: {$C: {from-module: '(?:^|\\.)models$'}}", finds: code)
  }

  @Test("a run's arguments are counted")
  func count() throws {
    try expect(
      match: "pattern: f($...ARGS)\nwhere: {$ARGS: {count: \">=2\"}}",
      finds: "f()\nf(a)\n↓f(a, b)\n↓f(a, g(b, c), d=e)\nf(g(a, b))\n")
  }

  @Test("a capture may mention, equal or differ from another")
  func others() throws {
    try expect(
      match: "pattern: f($X, $Y)\nwhere: {$X: {mentions: $Y}}", finds: "↓f(a + b, b)\nf(a, b)\n↓f(g(b.c), b.c)\n")
    try expect(match: "pattern: f($X, $Y)\nwhere: {$X: {not-mentions: $Y}}", finds: "f(a + b, b)\n↓f(a, b)\n")
    try expect(match: "pattern: f($X, $Y)\nwhere: {$X: {same: $Y}}", finds: "↓f(a.b, a.b)\nf(a, b)\n")
    try expect(match: "pattern: f($X, $Y)\nwhere: {$X: {differs: $Y}}", finds: "f(a.b, a.b)\n↓f(a, b)\n")
  }
}

@Suite("What depends on a loop")
struct LoopVariableTests {
  private func expectUse(finds code: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    try expect(
      match: "pattern: $X.get(...)\ninside: loop\nuses: $LOOP_VARIABLE", finds: code, sourceLocation: sourceLocation)
  }

  @Test("the argument that mentions the loop's target is sought among all")
  func argumentOfLoop() throws {
    try expect(
      match: """
        pattern: "f(..., $_=$KEY, ...)"
        where: {$KEY: {mentions: $LOOP_VARIABLE, regex: key}}
        inside: loop
        """,
      finds: """
        for x in y:
            ↓f(a=key, b=x, c=x.key)
            f(a=key, b=x)
            z = x.key
            ↓f(a=key, b=z, c=[z, key])

        """)
  }

  @Test("an argument or the receiver that mentions the loop's target depends on it")
  func targets() throws {
    try expectUse(
      finds:
        "for a in b:\n    ↓c.get(a)\n    ↓c.get(a.id + 1)\n    ↓a.get(1)\n    c.get(d)\n    c.get('a')\n    c.get(x.a)\n"
    )
    try expectUse(finds: "for i, (a, b) in c:\n    ↓d.get(b)\n    ↓d.get(f'{i}')\n    d.get(c)\n")
    try expectUse(finds: "x = [↓c.get(a) for a in b]\ny = [c.get(d) for a in b]\n")
  }

  @Test("what is assigned from it in the body depends on it, step by step")
  func steps() throws {
    try expectUse(
      finds: "for a in b:\n    c = a.id\n    d = f(c)\n    ↓e.get(d)\n    g = 1\n    e.get(g)\n")
    try expectUse(finds: "for a in b:\n    for c in a.items:\n        ↓e.get(c)\n")
  }

  @Test("a keyword argument's name and an attribute do not depend on it")
  func shadows() throws {
    try expectUse(finds: "for a in b:\n    c.get(a=1)\n    c.get(d.a)\n")
  }

  @Test("the variable of a `while` loop's walrus and of an outer loop count")
  func others() throws {
    try expectUse(finds: "for a in b:\n    for c in d:\n        ↓e.get(a)\n")
  }

  @Test("`uses: $X` holds when the captured name is mentioned")
  func captured() throws {
    try expect(
      match: "pattern: $X.save(...)\nfollows:\n  pattern: \"$Y = load(...)\"\nuses: $Y",
      finds: "def a():\n    b = load()\n    ↓s.save(b)\n    s.save(c)\n")
  }
}
