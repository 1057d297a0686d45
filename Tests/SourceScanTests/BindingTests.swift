import Testing

@testable import SourceScan

@Suite("Bindings and imports")
struct BindingTests {
  /// The kind of the only binding of `x`, what it is bound to, and the header of the scope that owns it.
  private func binding(_ code: String) throws -> (kind: Binding.Kind, value: String, owner: String, isPart: Bool) {
    let file = scanned(code)
    let bindings = file.bindings(of: "x")
    let binding = try #require(bindings.first)
    #expect(bindings.count == 1)
    let owner = file.outline.scopes[Int(binding.scope)]
    return (binding.kind, file.written(binding.value), file.written(owner.header), binding.isPart)
  }

  @Test(
    "everything that gives a name a value binds it",
    arguments: [
      ("x = 1 + 2", .assignment, "1 + 2"), ("x: int = 1", .assignment, "1"), ("x += 1", .augmented, "1"),
      ("x: int", .annotation, ""), ("for x in y: pass", .loopTarget, "y"), ("with y as x: pass", .withTarget, "y"),
      ("with (a as b, y() as x): pass", .withTarget, "y ( )"), ("def x(): pass", .function, ""),
      ("class x: pass", .class, ""), ("try: pass\nexcept E as x: pass", .exceptTarget, "E"), ("import x", .import, ""),
      ("import y.z as x", .import, ""), ("from y import (z, x)", .import, ""), ("global x", .declaredElsewhere, ""),
      ("y = x = 3", .assignment, "3"), ("if x := f(1): pass", .assignment, "f ( 1 )"),
      ("print((x := f(1)), 2)", .assignment, "f ( 1 )"), ("if (x := f(1)) > 2: pass", .assignment, "f ( 1 )"),
    ] as [(String, Binding.Kind, String)])
  func kinds(code: String, kind: Binding.Kind, value: String) throws {
    let found = try binding(code)
    #expect(found.kind == kind)
    #expect(found.value == value)
    #expect(!found.isPart)
  }

  @Test("a name among several targets is bound to a part", arguments: ["x, y = z", "(y, [x, *w]) = z", "*x, y = z"])
  func parts(code: String) throws {
    let found = try binding(code)
    #expect(found.isPart)
    #expect(found.value == "z")
  }

  @Test(
    "names and values in the same number belong together",
    arguments: [
      ("x, y = f(), g(1, 2)", "f ( )"), ("y, x = f(), g(1, 2)", "g ( 1 , 2 )"), ("(y, x) = (f(), [1, 2])", "[ 1 , 2 ]"),
      ("[x, y] = f(), 2,", "f ( )"), ("y, self.x = 1, 2", "2"),
    ])
  func pairs(code: String, value: String) throws {
    let code = "class C:\n    def f(self):\n        " + code
    let found = try binding(code)
    #expect(!found.isPart)
    #expect(found.value == value)
  }

  @Test(
    "where their numbers may differ, each name is bound to a part of the whole",
    arguments: [
      "x, y = f(),", "x, *y = f(), g()", "x, y = *f(), g()", "x, y = f(), g(), h()", "x, y = (f() for z in w)",
    ])
  func noPairs(code: String) throws {
    #expect(try binding(code).isPart)
  }

  @Test("names belong to the nearest function, lambda, comprehension, class or module")
  func owners() throws {
    #expect(try binding("def f():\n  if a:\n    x = 1").owner == "def f ( ) :")
    #expect(try binding("class C:\n  x = 1").owner == "class C :")
    #expect(try binding("def f(a, *, x: int = 1): pass").owner == "def f ( a , * , x : int = 1 ) :")
    #expect(try binding("y = lambda x=1: 2").owner == "lambda x = 1 :")
    #expect(try binding("y = [1 for x in z]").owner == "[")
    #expect(try binding("for x in y: pass").owner == "")
  }

  @Test("a parameter knows its default and annotation")
  func parameters() throws {
    let file = scanned("def f(a, *args, session: Session = Depends(get), **kw): pass")
    #expect(file.outline.bindings.all.filter { $0.kind == .parameter }.count == 4)
    let session = try #require(file.bindings(of: "session").first)
    #expect(file.written(session.annotation) == "Session")
    #expect(file.written(session.value) == "Depends ( get )")
  }

  @Test("an attribute of `self` is bound in the class, attributes of other things and subscripts are not")
  func attributes() throws {
    let file = scanned("class C:\n  def f(self):\n    self.x = 1\n    y.x = 2\n    self.x.z = 3\n    x[0] = 4\n")
    let bindings = file.bindings(of: "x")
    #expect(bindings.count == 1)
    #expect(bindings[0].isAttribute)
    #expect(file.written(file.outline.scopes[Int(bindings[0].scope)].header) == "class C :")
  }

  @Test("bindings are found by the hash of their name, in text order")
  func lookup() {
    let file = scanned("a = 1\nb = 2\na = 3\ndef a(): pass\n")
    var found: [Binding.Kind] = []
    file.outline.bindings.each(hash: file.stream.tokens[0].payload) { index in
      let binding = file.outline.bindings[index]
      if file.stream.sameText(binding.name, 0, file.text.bytes) { found.append(binding.kind) }
      return true
    }
    #expect(found == [.assignment, .assignment, .function])
  }

  @Test("an import's entry holds the path of names and the dots before it")
  func imports() {
    let file = scanned(
      "import a.b\nimport c.d as e\nfrom f.g import h as i, j\nfrom .. import k\nfrom ...l import m\nfrom n import *\n")
    let imports = file.outline.imports
    let entries = imports.entries.map { entry in
      let path = entry.path.map { file.written(imports.segments[Int($0)]..<imports.segments[Int($0)] + 1) }
      let local = file.outline.bindings[Int(entry.binding)].name
      return "\(file.written(local..<local + 1)) = \(entry.level) \(path.joined(separator: "."))"
    }
    #expect(entries == ["a = 0 a", "e = 0 c.d", "i = 0 f.g.h", "j = 0 f.g.j", "k = 2 k", "m = 3 l.m"])
    #expect(imports.roots.map { file.written($0..<$0 + 1) } == ["a", "c", "f", "n"])
    #expect(imports.hasStar)
  }
}
