import Foundation
import RuleFiles
import Testing
import Vocabulary

@testable import Auditing

/// A library of models, and one whose queries say whose rows they give.
private let libraries = """
  models:
    django:
      language: python
      words: [django.db]
      bases: [django.db.models.Model]
      options: Meta
      abstract: abstract
      proxy: proxy
      implied-table: lower-case
      columns: ["*Field", "*Key"]
      relations: ["*ForeignKey"]
      lazy-relations: true
      managers: true
      way-back: related_name
      implied-way-back: "*_set"
      large-columns: [TextField]
  ---
  framework: rows
  language: python
  roles:
    rows:
      as: $ROWS
      rows-of: $MODEL
      loads-with: [fetching]
      made-by: ["rows($MODEL)", "$ROWS.having(...)", "$ROWS.fetching(...)"]
  """

@Suite("What rules ask about a capture")
struct FactConditionTests {
  private let models = """
    from django.db import models

    class Author(models.Model):
        name = models.CharField()
        bio = models.TextField()

    class Book(models.Model):
        title = models.CharField()
        author = models.ForeignKey(Author, related_name="books")
    """

  /// Lines of `shop/app.py` at which a rule with this `match:` holds.
  private func places(_ match: String, _ code: String, _ files: [String: String] = [:]) async throws -> [Int] {
    let project = try SmallProject(["shop/models.py": models, "shop/app.py": code].merging(files) { $1 })
    let report = try await project.audit(rule(match: match), libraries)
    #expect(report.problems.isEmpty, "\(report.problems)")
    return report.places
  }

  private let lazily =
    "{pattern: for $ROW in $_, with: {in: body, pattern: $ROW.$R, where: {$R: {relation: {of: $ROW, read: attribute, loaded: lazily}}}}}"

  @Test("a relation that the query of the rows does not load, followed through names and branches")
  func relations() async throws {
    let code = """
      from shop.models import Author, Book as B

      def f(term, options):
          books = rows(B)
          if term:
              books = books.having(title=term)
          for book in books:
              print(book.author.name)
          for book in books.fetching("author"):
              print(book.author.name)
          for book in books.fetching(*options):
              print(book.author.name)
          for book in rows(B):
              print(book.title, book.author_id)
          for book in rows(B):
              book.author = term
          for author in rows(Author):
              print(author.books)
      """
    #expect(try await places(lazily, code) == [7])
  }

  @Test("a class of that name from elsewhere is not the project's, and one of two is none")
  func names() async throws {
    let loop = "\nfor book in rows(Book):\n    print(book.author.name)\n"
    #expect(try await places(lazily, "from shop.models import Book" + loop) == [2])
    #expect(try await places(lazily, "from .models import Book" + loop) == [2])
    #expect(try await places(lazily, "from shop import Book" + loop) == [2])
    #expect(try await places(lazily, "from requests.models import Book" + loop) == [])
    #expect(try await places(lazily, "from shop import Book" + loop, ["shop/other.py": models]) == [])
    #expect(try await places(lazily, "from shop.models import Book" + loop, ["shop/other.py": models]) == [2])
    #expect(try await places(lazily, "class Book:\n    pass" + loop, ["shop/models.py": ""]) == [])
  }

  @Test("the columns of a model, and those that are read")
  func columns() async throws {
    let code = """
      from shop.models import Author

      for a in rows(Author):
          print(a.name)
      for b in rows(Author):
          print(b.name, b.bio)
      for c in rows(Author):
          print(c.books)
      """
    func match(_ question: String) -> String { "{pattern: for $ROW in $_, where: {$ROW: {model: {\(question)}}}}" }
    #expect(try await places(match("columns: 2"), code) == [3, 5, 7])
    #expect(try await places(match("columns: \">2\""), code) == [])
    #expect(try await places(match("of: Author"), code) == [3, 5, 7])
    #expect(try await places(match("reads: columns"), code) == [3, 5])
    #expect(try await places(match("leaves-large: true"), code) == [3, 7])
    #expect(try await places(match("leaves-large: false"), code) == [5])
  }

  @Test("models whose rows are stored by more than one statement")
  func savesItself() async throws {
    let models = """
      from django.db import models

      class Slugged(models.Model):
          class Meta:
              abstract = True

          def save(self, *args, **kwargs):
              super().save(*args, **kwargs)

      class Page(Slugged): ...

      class Plain(models.Model):
          title = models.CharField(max_length=50)

      class Special(Plain): ...

      class SameTable(Plain):
          class Meta:
              proxy = True
      """
    let code = "from shop.models import Page, Plain, Special, SameTable\nf(Page)\nf(Plain)\nf(Special)\nf(SameTable)\n"
    func match(_ value: Bool) -> String { "{pattern: f($M), where: {$M: {model: {saves-itself: \(value)}}}}" }
    #expect(try await places(match(true), code, ["shop/models.py": models]) == [2, 4])
    #expect(try await places(match(false), code, ["shop/models.py": models]) == [3, 5])
  }

  @Test("what must not be known rules out only what is known")
  func negation() async throws {
    let match = "{pattern: f($M), not: {where: {$M: {model: {columns: \">1\"}}}}}"
    #expect(try await places(match, "from shop.models import Author\nf(Author)\nf(Other)\n") == [3])
  }

  @Test("a table with a trigger that notifies, with somebody who listens")
  func tables() async throws {
    let trigger = """
      CREATE FUNCTION tell() RETURNS trigger AS $$ BEGIN PERFORM pg_notify('books', ''); RETURN NEW; END; $$ LANGUAGE plpgsql;
      CREATE TRIGGER t AFTER UPDATE ON book FOR EACH ROW EXECUTE FUNCTION tell();
      """
    let code = """
      from shop.models import Author, Book
      f("book")
      f("author")
      f("UPDATE book SET title = 'x'")
      f(Book)
      f(Author)
      f(name)
      """
    func match(_ question: String) -> String { "{pattern: f($T), where: {$T: {table: {\(question)}}}}" }
    let files = ["migrations/1.sql": trigger]
    #expect(try await places(match("event: update, notifies: true"), code, files) == [2, 4, 5])
    #expect(try await places(match("event: insert, notifies: true"), code, files) == [])
    #expect(try await places(match("notifies: false"), code, files) == [3, 6])
    #expect(try await places(match("on: public.book"), code, files) == [2, 4, 5])
    #expect(try await places(match("heard: true"), code, files) == [])
    let listener = ["listen.py": "def g(cursor):\n    cursor.execute(\"LISTEN books\")\n"]
    #expect(try await places(match("heard: true"), code, files.merging(listener) { $1 }) == [2, 4, 5])
  }
}
