import Testing
import Vocabulary

@testable import SourceScan

@Suite("Statements and scopes")
struct OutlineTests {
  @Test("semicolons part statements, and a one-line body is a statement of its own")
  func statements() {
    let file = scanned("a = 1; b()\nif c: d = 2; e\nclass F: pass\n")
    #expect(file.statements == ["a = 1", "b ( )", "if c :", "d = 2", "e", "class F :", "pass"])
    #expect(file.outline.statements.map(\.kind) == [.none, .none, .if, .none, .none, .class, .pass])
    #expect(
      file.outline.statements.map { $0.assign != LogicalLine.absent } == [
        true, false, false, true, false, false, false,
      ])
  }

  @Test("a compound statement's `next` skips all that is nested in it")
  func next() {
    let file = scanned("for a in b:\n  if c:\n    d\n  e\nf\n")
    #expect(file.outline.statements.map(\.next) == [4, 3, 3, 4, 5])
  }

  @Test("async statements are of the kind that follows `async`")
  func asyncStatements() {
    let file = scanned("async def f():\n  async with a: pass\n  async for b in c: pass\n  await d\n")
    let kinds = file.outline.statements.map(\.kind)
    #expect(kinds == [.def, .with, .pass, .for, .pass, .none])
    #expect(file.outline.statements.map(\.isAsync) == [true, true, false, true, false, false])
    #expect(file.outline.scopes[1].own == [.function, .asyncFunction])
  }

  @Test("`match` and `case` are statements only where they begin a block")
  func softKeywords() throws {
    let file = scanned(
      "match x:\n  case 1: y = 2\n  case [a, *b] if a:\n    c\nmatch = case\nmatch(x)\ncase[0]: int = 1\n")
    #expect(
      file.statements == [
        "match x :", "case 1 :", "y = 2", "case [ a , * b ] if a :", "c", "match = case", "match ( x )",
        "case [ 0 ] : int = 1",
      ])
    #expect(try file.within("y").contains(.switch))
    #expect(try file.within("c").contains(.switch))
    #expect(try !file.within("int").contains(.switch))
  }

  @Test("what stands behind a way out of its block is never reached")
  func unreachable() throws {
    let file = scanned(
      "def f():\n  if a: return\n  b\n  while c:\n    continue\n    d\n  e\n  raise g\n  if h:\n    i\n  def j():\n    k\nl\n"
    )
    for word in ["a", "b", "c", "e", "g", "l"] { #expect(try !file.outline.isUnreachable(file.token(word)), "\(word)") }
    for word in ["d", "h", "i", "k"] { #expect(try file.outline.isUnreachable(file.token(word)), "\(word)") }
  }

  @Test("parts of a compound statement are scopes beside each other")
  func parts() throws {
    let file = scanned(
      "try:\n  a\nexcept E:\n  b\nelse:\n  c\nfinally:\n  d\nif x:\n  e\nelif y:\n  f\nelse:\n  g\nwith h: i\n")
    func own(_ word: String) throws -> ScopeSet { try file.scope(word).own }
    #expect(try own("a") == .try)
    #expect(try own("b") == .except)
    #expect(try own("c") == .else)
    #expect(try own("d") == .finally)
    #expect(try own("e") == .if)
    #expect(try own("f") == .if)
    #expect(try own("g") == .else)
    #expect(try own("i") == .with)
    #expect(try file.within("h") == .module)
  }

  @Test("an `except` or `finally` is not inside the `try`, and off the loop's path")
  func handlers() throws {
    let file = scanned("for a in b:\n  try:\n    c\n  except E:\n    d\n  finally:\n    e\n")
    #expect(try file.within("c").isSuperset(of: [.try, .loop, .anyLoop]))
    #expect(try file.within("d").isDisjoint(with: [.try, .loop]))
    #expect(try file.within("d").contains(.anyLoop))
    #expect(try file.within("e").isDisjoint(with: [.try, .loop]))
  }

  @Test("functions, lambdas and classes are walls", arguments: ["def f():\n    x", "g = lambda: x", "class A:\n    x"])
  func walls(inner: String) throws {
    let file = scanned("for a in b:\n  \(inner)\n  y\n")
    #expect(try !file.within("x").contains(.anyLoop))
    #expect(try file.within("y").contains(.loop))
  }

  @Test("the nearest function decides whether code is in an async function")
  func nearestFunction() throws {
    let file = scanned("async def f():\n  a\n  def g():\n    b\n  class C:\n    async def h(self):\n      c\n")
    #expect(try file.within("a").contains(.asyncFunction))
    #expect(try !file.within("b").contains(.asyncFunction))
    #expect(try file.within("c").contains(.asyncFunction))
  }

  @Test("decorators and defaults stand outside of the function")
  func decorators() throws {
    let file = scanned("@app.route(path)\ndef f(a=default):\n  b\n")
    #expect(file.outline.statements.map(\.kind) == [.at, .def, .none])
    #expect(try file.within("path") == .module)
    #expect(try file.within("default") == .module)
    #expect(try file.within("b") == .function)
  }

  @Test("a `while` header is part of each turn, a `for` header is not")
  func headers() throws {
    let file = scanned("while a():\n  b\nfor c in d():\n  e\n")
    #expect(try file.within("a").contains(.loop))
    #expect(try !file.within("d").contains(.anyLoop))
  }

  @Test("a function with a `yield` is a generator, its nested functions are not")
  func generators() throws {
    let file = scanned("def f():\n  yield 1\n  def g():\n    a\ndef h():\n  x = yield from f()\n")
    let generators = file.outline.scopes.filter { $0.own.contains(.generator) }
    #expect(generators.map { file.written($0.header) } == ["def f ( ) :", "def h ( ) :"])
  }

  @Test("broken indentation belongs to the innermost block that is indented less")
  func brokenIndentation() throws {
    let file = scanned("if a:\n      b\n   c\n d\ne\n")
    for word in ["b", "c", "d"] { #expect(try file.within(word).contains(.if)) }
    #expect(try file.within("e") == .module)
  }
}

@Suite("Scopes inside expressions")
struct ExpressionScopeTests {
  @Test("a comprehension's element and conditions are inside it, its first iterable is not")
  func comprehension() throws {
    let file = scanned("x = [a(b) for b in c(d) if e for f in g]\n")
    for word in ["a", "e", "f", "g"] { #expect(try file.within(word).isSuperset(of: [.comprehension, .loop])) }
    for word in ["c", "d", "x"] { #expect(try file.within(word) == .module) }
  }

  @Test("what follows a comprehension or lambda in the first iterable is inside the outer one again")
  func holes() throws {
    let file = scanned("x = [a for b in [c for d in e] if f]\ny = {g for h in map(lambda i: j, k) if l for m in n}\n")
    for word in ["a", "f", "g", "l", "m", "n"] { #expect(try file.within(word).contains(.comprehension)) }
    #expect(try file.scope("c").body.contains(try file.token("d")))
    #expect(try file.scope("c").parent == 0)
    #expect(try file.within("e") == .module)
    #expect(try file.within("j") == .lambda)
    #expect(try file.within("k") == .module)
  }

  @Test("dictionaries, sets, generators and asynchronous comprehensions are comprehensions too")
  func kinds() throws {
    let file = scanned("{a: b for c in d}\n{e for f in g}\nsum(h for i in j)\nasync def k():\n  [l async for m in n]\n")
    for word in ["a", "b", "e", "h", "l"] { #expect(try file.within(word).contains(.comprehension)) }
    #expect(try !file.within("sum").contains(.comprehension))
  }

  @Test("one comprehension is one scope, however many `for` it has and whatever stands between")
  func oneScope() {
    let file = scanned("x = [[a for b in c] for d in e for f in [g for h in i]]\n")
    #expect(file.outline.scopes.filter { $0.own.contains(.comprehension) }.count == 3)
  }

  @Test("a lambda ends where its expression ends")
  func lambda() throws {
    let file = scanned("f(lambda a, b=c: a + g(b), d)\nx = lambda: e[1:2] if h else i; j\n")
    for word in ["g", "e", "h", "i"] { #expect(try file.within(word) == .lambda) }
    #expect(try file.within("d") == .module)
    #expect(try file.within("j") == .module)
  }

  @Test("a lambda in a lambda's body lies within it")
  func nestedLambdas() throws {
    let file = scanned("f(lambda a: lambda b, d: a + b + d, c)\n")
    let lambdas = file.outline.scopes.indices.filter { file.outline.scopes[$0].own.contains(.lambda) }
    #expect(lambdas.count == 2)
    let (outer, inner) = (file.outline.scopes[lambdas[0]], file.outline.scopes[lambdas[1]])
    #expect(Int(inner.parent) == lambdas[0])
    #expect(outer.body.upperBound == inner.body.upperBound)
    #expect(outer.body.upperBound == (try file.token(",", 1)))
  }

  @Test("scopes inside an interpolated string's fields are found")
  func inStrings() throws {
    let file = scanned("x = f\"{', '.join(a for b in c)} {(lambda d: e)(1)}\"\n")
    #expect(try file.within("a").contains(.comprehension))
    #expect(try file.within("e") == .lambda)
  }
}
