import Testing

@Suite("Findings that cross functions")
struct TraceTests {
  private static let project = [
    "shop/users.py": """
    from sqlalchemy.orm import Session


    class Users:
        def __init__(self, session: Session):
            self.session = session

        def name(self, user_id):
            return self._row(user_id).name

        def _row(self, user_id):
            return self.session.get(User, user_id)

    """,
    "shop/orders.py": """
    from .users import Users


    def lines(orders, users: Users):
        return [f"{order.number} {users.name(order.user_id)}" for order in orders]

    """,
  ]

  @Test("a finding stands at the call, and tells the way from there")
  func text() async throws {
    try await inWorkspace(Self.project) { place in
      let run = try await place.assay()
      #expect(run.status == 1)
      #expect(
        run.output.contains(
          """
          shop/orders.py:5:31: high QE005 n-plus-one-via-helper
            `users.name` leads to `self.session.get`: one query per turn of the loop on line 5
          """))
      #expect(run.output.contains("= via:  shop/users.py:9 _row → shop/users.py:12 self.session.get\n"))
    }
  }

  @Test(
    "a loop of a handful of turns is at most medium, one of which that is not known stays high",
    arguments: [
      ("high", "for order in orders:\n        print(users.name(order.user_id))"),
      ("high", "for order in request.order_ids:\n        print(users.name(order.user_id))"),
      ("medium", "for order in request.orders:\n        print(users.name(order.user_id))"),
      ("medium", "for tag in orders.tags:\n        print(users.name(tag.user_id))"),
      ("medium", "for name, order in orders.items():\n        print(users.name(order.user_id))"),
      ("medium", "for order in orders.values():\n        print(users.name(order.user_id))"),
      ("high", "for order in request.objects.filter(open=True).values():\n        print(users.name(order.user_id))"),
      ("medium", "return [users.name(order.user_id) for order in request.orders]"),
      ("high", "for page in orders:\n        for tag in page.tags:\n            print(users.name(tag.user_id))"),
    ])
  func shortLoops(severity: String, loop: String) async throws {
    var files = Self.project
    files["shop/orders.py"] = """
      from .users import Users


      def lines(request, orders, users: Users):
          \(loop)

      """
    try await inWorkspace(files) { [files] place in
      let run = try await place.assay()
      #expect(run.output.contains(": \(severity) QE005 n-plus-one-via-helper\n"), "\(files)")
    }
  }

  @Test("the way stands in the JSON report, the same for any number of jobs")
  func json() async throws {
    try await inWorkspace(Self.project) { place in
      let one = try await place.assay("--format", "json", "--jobs", "1")
      #expect(one.output.filter { !$0.isWhitespace }.contains("\"function\":\"_row\""))
      for jobs in ["2", "7"] {
        let several = try await place.assay("--format", "json", "--jobs", jobs)
        #expect(several.output == one.output)
      }
    }
  }

  @Test("a comment at the call silences it, and one at the query does not")
  func silenced() async throws {
    var files = Self.project
    let there = try #require(files["shop/users.py"])
    files["shop/users.py"] = there.replacing(
      "(User, user_id)", with: "(User, user_id)  # assay: ignore[QE005] elsewhere")
    try await inWorkspace(files) { place in
      let run = try await place.assay()
      #expect(run.output.contains("QE005"))
    }
    let here = try #require(files["shop/orders.py"])
    files["shop/orders.py"] = here.replacing("in orders]", with: "in orders]  # assay: ignore[QE005] few")
    try await inWorkspace(files) { place in
      let run = try await place.assay()
      #expect(run.status == 0)
    }
  }

  @Test("where a rule about single functions says it already, it is not said again")
  func once() async throws {
    let files = [
      "shop/users.py": "class UserRepo:\n    def get_by_id(self, key):\n        return self.session.get(User, key)\n",
      "shop/orders.py": """
      from sqlalchemy.orm import Session
      from .users import UserRepo

      def owners(session: Session, orders, user_repo: UserRepo):
          for order in orders:
              yield session.get(User, order.user_id), user_repo.get_by_id(order.user_id)

      """,
    ]
    try await inWorkspace(files) { place in
      let run = try await place.assay("--format", "json")
      let places = try ParsedReport(run.output).places
      #expect(Set(places).count == places.count, "\(places)")
    }
  }
}
