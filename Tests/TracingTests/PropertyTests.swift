import Testing
import Vocabulary

@Suite("Properties run where they are read")
struct PropertyTests {
  private static let orders = """
    from functools import cached_property

    class Base:
        @property
        def inherited(self):
            return ask(self.key)

    class Order(Base):
        plain = 0

        @property
        def total(self):
            return ask(self.key)

        @cached_property
        def kept(self):
            return ask(self.key)

        @property
        def changed(self):
            return ask(self.key)

        @changed.setter
        def changed(self, value):
            ask(self.key)

        def method(self):
            return ask(self.key)

        @property
        def text(self):
            return self.total

    class Special(Order):
        total = None

        def __init__(self, key, given):
            self.inherited = given

    class Holder:
        def __init__(self, order: Order):
            self.order = order

    """

  private func found(_ body: String, header: String = "def all(rows: list[Order], d):") throws -> [String] {
    try TracingTests.found(oncePerTurn, in: Self.orders + header + "\n    for row in rows:\n        " + body)
  }

  @Test(
    "of an object whose class is known, by whatever means",
    arguments: [
      ("order: Order = find(row)\n        show(order.total)", "order.total"),
      ("order = Order(row)\n        show(order.total)", "order.total"),
      ("show(Order(row).total)", "Order(row).total"), ("show(Holder(row).order)", nil),
      ("holder = Holder(row)\n        show(holder.order.total)", "holder.order.total"),
      ("order = Order(row)\n        show(order.inherited)", "order.inherited"),
      ("order = Order(row)\n        show(order.kept)", "order.kept"),
      ("order = Order(row)\n        show(order.changed)", "order.changed"),
      ("order = Order(row)\n        show(order.text)", "order.text"),
      ("order = Order(row)\n        order.total.strip()", "order.total"),
      ("order = Order(row)\n        order.total(1)", "order.total(1)"),
      ("order = Order(row)\n        order.changed += 1", "order.changed"),
      ("order = Order(row)\n        d[order.total] = 1", "order.total"),
      ("order = Special(row)\n        show(order.text)", "order.text"), ("show(row.total)", "row.total"),
    ])
  func known(body: String, read: String?) throws {
    #expect(try found(body) == (read.map { ["app.py: \($0)"] } ?? []))
  }

  @Test(
    "what is stored, deleted, a plain attribute, a method that is not called, or the class's own runs nothing",
    arguments: [
      "order = Order(row)\n        order.changed = 1", "order = Order(row)\n        order.changed: int = 1",
      "order = Order(row)\n        order.changed, other = 1, 2", "order = Order(row)\n        x = order.changed = 1",
      "order = Order(row)\n        del order.changed",
      "order = Order(row)\n        for order.changed in (1, 2): pass", "order = Order(row)\n        show(order.plain)",
      "order = Order(row)\n        show(order.method)", "show(Order.total, row)",
      "order = Special(row)\n        show(order.total)", "order = Special(row)\n        show(order.inherited)",
      "order = unknown(row)\n        show(order.total)",
    ])
  func quiet(body: String) throws { #expect(try found(body) == []) }

  @Test(
    "the rows that a loop goes through are of the class that the collection says",
    arguments: [
      "def all(rows: list[Order]):", "def all(rows: Sequence[Order] | None = None):",
      "def all(rows: \"QuerySet[Order]\"):", "def load() -> list[Order]: ...\n\ndef all():\n    rows = load()",
    ])
  func rows(header: String) throws { #expect(try found("show(row.total)", header: header) == ["app.py: row.total"]) }

  @Test("the keys of a mapping are no rows")
  func mapping() throws {
    #expect(try found("show(row.total)", header: "def all(rows: dict[Order, int]):") == [])
  }

  @Test("of the own object and of its base, with the way there")
  func own() throws {
    let project = try Project(
      blocking,
      [
        "base.py": "class Base:\n    @property\n    def size(self):\n        return self.data\n\n"
          + "    @property\n    def data(self):\n        return wait_long(1)\n",
        "app.py": """
        from base import Base

        class App(Base):
            @property
            def size(self):
                return super().size

            async def run(self):
                print(f"{self.size} bytes")
                await self.size
        """,
      ])
    #expect(try project.found == ["app.py: self.size"])
    #expect(
      try project.traces == [
        [
          CallStep(path: "app.py", line: 6, function: "size"), CallStep(path: "base.py", line: 4, function: "data"),
          CallStep(path: "base.py", line: 8, function: "wait_long"),
        ]
      ])
  }

  @Test("what an object keeps is asked for once, however often it is read")
  func again() throws {
    let twice = rule("reaches: {operation: query, uses: $PARAMETER, again: true}")
    #expect(
      try TracingTests.found(
        twice,
        in: Self.orders
          + "def all(order: Order):\n    show(order.kept, order.total)\n    show(order.kept)\n    show(order.total)\n")
        == ["app.py: order.total"])
    let whole = rule("reaches: {operation: query}\ninside: loop")
    #expect(
      try TracingTests.found(
        whole, in: Self.orders + "def all(rows, order: Order):\n    for row in rows:\n        show(order.kept)\n") == []
    )
  }
}
