import Testing
import Vocabulary

@Suite("What type parameters of bases stand for")
struct GenericTests {
  private func found(_ classes: String, _ call: String = "Jobs().get(row).name") throws -> [String] {
    let project = try Project(
      oncePerTurn,
      [
        "models.py": """
        class Job:
            @property
            def name(self):
                return ask(self.key)

        class User:
            pass
        """,
        "app.py": """
        from typing import Generic, Protocol, TypeVar
        from models import Job, User

        Row = TypeVar("Row", bound=object)
        Key = TypeVar("Key")

        \(classes)

        def all(rows):
            for row in rows:
                \(call)
        """,
      ])
    return try project.found
  }

  private static let base = "class Base(Generic[Row]):\n    def get(self, key) -> Row | None: ...\n\n"

  @Test(
    "the class that a subclass gives",
    arguments: [
      base + "class Jobs(Base[Job]): ...",
      "class Base[R]:\n    def get(self, key) -> R | None: ...\n\nclass Jobs(Base[Job]): ...",
      "class Base[K: int, R]:\n    def get(self, key) -> R | None: ...\n\nclass Jobs(Base[User, Job]): ...",
      "class Base(Other, Protocol[Key, Row]):\n    def get(self, key) -> Optional[Row]: ...\n\n"
        + "class Jobs(Mixin, Base[User, \"Job\"]): ...",
      base + "class Middle(Base[Row], Generic[Key, Row]): ...\n\nclass Jobs(Middle[User, Job]): ...",
      base + "class Middle(Base[Row]): ...\n\nclass Jobs(Middle[Job]): ...",
      base + "class Middle(Base[Job]): ...\n\nclass Jobs(Middle): ...",
      base + "class Jobs(Base[Job]):\n    def get(self, key): return super().get(key)\n"
        + "    def named(self, key):\n        return super().get(key)",
    ])
  func given(classes: String) throws {
    #expect(try found(classes) == ["app.py: Jobs().get(row).name"])
  }

  @Test(
    "in whatever way the row comes",
    arguments: [
      ("job = Jobs().get(row)\n        show(job.name)", "job.name"),
      ("jobs = Jobs()\n        job = jobs.get(row)\n        show(job.name)", "job.name"),
      ("[job.name for job in Jobs().all(row)]", "job.name"),
    ])
  func ways(call: String, read: String) throws {
    let base =
      "class Base(Generic[Row]):\n    def get(self, key) -> Row: ...\n    def all(self, key) -> list[Row]: ...\n\n"
    #expect(try found(base + "class Jobs(Base[Job]): ...", call) == ["app.py: \(read)"])
  }

  @Test(
    "a parameter that nobody gives, or of which another class is known, is nothing",
    arguments: [
      base + "class Jobs(Base): ...", base + "class Jobs(Base[User]): ...", base + "class Jobs(Base[unknown()]): ...",
      "class Base(Generic[Row, Key]):\n    def get(self, key) -> Row: ...\n\nclass Jobs(Base[User, Job]): ...",
      "class Base(Generic[Row]):\n    def get(self, key) -> dict[Row, Job]: ...\n\nclass Jobs(Base[Job]): ...",
    ])
  func open(classes: String) throws { #expect(try found(classes) == []) }
}
