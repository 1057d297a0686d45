import Testing
import Vocabulary

@Suite("Which function a call runs")
struct ResolutionTests {
  private static let loop = "\n\ndef all(rows):\n    for row in rows:\n        "

  @Test(
    "functions of the same file, whatever they are called by",
    arguments: [
      ("def name(key):\n    return ask(key)" + loop + "name(row.id)", "name(row.id)"),
      (
        "def all(rows):\n    def name(key):\n        return ask(key)\n    return [name(row) for row in rows]",
        "name(row)"
      ),
      (
        "class Users:\n    @staticmethod\n    def name(key):\n        return ask(key)" + loop + "Users.name(row)",
        "Users.name(row)"
      ),
      (
        "class Users:\n    @classmethod\n    def name(cls, key):\n        return ask(key)" + loop + "Users.name(row)",
        "Users.name(row)"
      ),
      ("class User:\n    def __init__(self, key):\n        self.row = ask(key)" + loop + "User(row)", "User(row)"),
      (
        "class Users:\n    def name(self, key):\n        return ask(key)" + loop + "Users().name(row)",
        "Users().name(row)"
      ),
    ])
  func sameFile(code: String, call: String) throws {
    #expect(try found(oncePerTurn, in: code) == ["app.py: \(call)"])
  }

  @Test(
    "methods of the own object, of its bases, and of those as `super()` sees them",
    arguments: ["self.name(row)", "super().name(row)", "cls.name(row)"])
  func inherited(call: String) throws {
    let project = try Project(
      oncePerTurn,
      [
        "shop/base.py": """
        class Repository(Generic[M]):
            def name(self, key):
                return ask(key)
        """,
        "shop/users.py": """
        from .base import Repository

        class Named(Repository[User], Other):
            pass

        class Users(Named):
            def all(self, rows):
                for row in rows:
                    \(call)
        """,
      ])
    #expect(try project.found == ["shop/users.py: \(call)"])
  }

  @Test(
    "what another module defines or hands on",
    arguments: [
      ("from shop.users import name", "name(row)"), ("from shop.users import name as called", "called(row)"),
      ("from .users import name", "name(row)"), ("from . import users", "users.name(row)"),
      ("from shop import users as u", "u.name(row)"), ("import shop.users as users", "users.name(row)"),
      ("from shop import handed_on", "handed_on(row)"), ("from shop import starred", "starred(row)"),
    ])
  func imported(line: String, call: String) throws {
    let project = try Project(
      oncePerTurn,
      [
        "src/shop/__init__.py": "from .users import name as handed_on\nfrom .more import *\n",
        "src/shop/users.py": "def name(key):\n    return ask(key)\n",
        "src/shop/more.py": "def starred(key):\n    return ask(key)\n",
        "src/shop/orders.py": "\(line)\n\ndef all(rows):\n    for row in rows:\n        \(call)\n",
      ])
    #expect(try project.found == ["src/shop/orders.py: \(call)"])
  }

  @Test(
    "methods of objects whose class is written somewhere",
    arguments: [
      ("def all(rows, users: Users):", "users.name(row)"),
      ("def all(rows, users: Users | None = None):", "users.name(row)"),
      ("def all(rows, users: \"Users\"):", "users.name(row)"),
      ("def all(rows, users: Annotated[Users, Depends(make)]):", "users.name(row)"),
      ("def all(rows, users: UsersDep):", "users.name(row)"),
      ("def all(rows, users=Depends(make)):", "users.name(row)"),
      ("def all(rows):\n    users = Users()", "users.name(row)"),
      ("def all(rows):\n    users = make()", "users.name(row)"),
      ("def all(rows):\n    with Users() as users: pass", "users.name(row)"), ("def all(rows):", "shared.name(row)"),
      ("def all(rows):", "make().name(row)"), ("def all(rows, service: Service):", "service.users.name(row)"),
      ("def all(rows, service: Service):", "service.made.name(row)"),
      ("def all(rows, service: Service):", "service.declared.name(row)"),
    ])
  func typed(header: String, call: String) throws {
    let project = try Project(
      oncePerTurn,
      [
        "users.py": """
        class Users:
            def name(self, key):
                return ask(key)

        class Service:
            declared: Users

            def __init__(self, users: Users):
                self.users = users
                self.made = Users()

        def make() -> Users:
            return Users()

        UsersDep = Annotated[Users, Depends(make)]
        shared = Users()
        """,
        "app.py":
          "from users import Users, Service, UsersDep, make, shared\n\n\(header)\n    for row in rows:\n        \(call)\n",
      ])
    #expect(try project.found == ["app.py: \(call)"])
  }

  @Test(
    "a call that might run several functions, or none of the project's, is not followed",
    arguments: [
      ("def all(rows, users):", "users.name(row)"), ("def all(rows, users: Users | Other):", "users.name(row)"),
      ("def all(rows, name):", "name(row)"), ("def all(rows, users: Elsewhere):", "users.name(row)"),
      ("def all(rows):\n    name = rows.name", "name(row)"), ("def all(rows):", "unknown.name(row)"),
    ])
  func ambiguous(header: String, call: String) throws {
    let code = """
      from elsewhere import Elsewhere

      def name(key):
          return ask(key)

      class Users:
          def name(self, key):
              return ask(key)

      class Other:
          def name(self, key):
              return key

      \(header)
          for row in rows:
              \(call)
      """
    #expect(try found(oncePerTurn, in: code) == [])
  }

  @Test("an import that two modules answer to is not followed")
  func twoModules() throws {
    let helper = "def name(key):\n    return ask(key)\n"
    let project = try Project(
      oncePerTurn,
      [
        "a/tools.py": helper, "b/tools.py": helper,
        "app.py": "from tools import name\n\ndef all(rows):\n    for row in rows:\n        name(row)\n",
      ])
    #expect(try project.found == [])
  }

  @Test("a call of an abstract method runs the only one that a class made of its own has", arguments: [false, true])
  func abstract(hasTwo: Bool) throws {
    let project = try Project(
      oncePerTurn,
      [
        "stores.py": """
        from abc import ABC, abstractmethod

        class Store(ABC):
            @abstractmethod
            def load(self, key):
                pass

        class Cached(Store):
            @abstractmethod
            def load(self, key):
                pass

        class SqlStore(Cached):
            def load(self, key):
                return ask(key)

        class Narrow(SqlStore):
            def narrow(self):
                pass

        class Other(\(hasTwo ? "Store" : "object")):
            def load(self, key):
                return key
        """,
        "app.py": """
        from stores import Store

        class Loop:
            def __init__(self, store: Store):
                self._store = store

            def all(self, rows):
                for row in rows:
                    self._store.load(row)
        """,
      ])
    #expect(try project.found == (hasTwo ? [] : ["app.py: self._store.load(row)"]))
  }

  @Test("what a mixin calls on `self` is the only method of the name in the classes that it is a part of")
  func missing() throws {
    let code = """
      class Mixin:
          def all(self, rows):
              for row in rows:
                  self.load(row)
              for row in rows:
                  self.nowhere(row)

      class Users(Mixin):
          def load(self, key):
              return ask(key)
      """
    let project = try Project(oncePerTurn, ["app.py": code])
    #expect(try project.found == ["app.py: self.load(row)"])
  }

  @Test("a method's name that no other function has is a guess, and says so")
  func guessed() throws {
    let project = try Project(
      oncePerTurn,
      [
        "app.py": """
        class Users:
            def name_of_buyer(self, key):
                return ask(key)

        def all(rows, users):
            for row in rows:
                users.name_of_buyer(row)
        """
      ])
    #expect(try project.found == ["app.py: users.name_of_buyer(row)"])
    #expect(try project.confidences == [.low])
  }

  @Test("what a loop takes from a function that does not say what it gives is as good as unknown")
  func guessedElement() throws {
    let code = """
      class Users:
          def name_of_buyer(self, key):
              return ask(key)

      def load():
          return some

      def all(rows):
          for row in load():
              row.name_of_buyer(row)
      """
    let project = try Project(oncePerTurn, ["app.py": code])
    #expect(try project.found == ["app.py: row.name_of_buyer(row)"])
    #expect(try project.confidences == [.low])
  }
}
