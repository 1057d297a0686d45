import Foundation
import Testing

@Suite("assay practices")
struct PracticeTests {
  @Test("what is known is listed with its source, by technology and version")
  func listing() async throws {
    try await inWorkspace([:]) { place in
      let all = try await place.assay("practices", "--format", "json")
      #expect(all.status == 0)
      let practices = try #require(try JSONSerialization.jsonObject(with: Data(all.output.utf8)) as? [[String: Any]])
      #expect(practices.count > 80)
      for practice in practices {
        let url = try #require(practice["url"] as? String)
        #expect(url.hasPrefix("https://"))
        for key in ["id", "title", "text", "page"] { #expect((practice[key] as? String)?.isEmpty == false) }
      }
      #expect(Set(practices.compactMap { $0["id"] as? String }).count == practices.count)
      let technologies = Set(practices.flatMap { $0["technologies"] as? [String] ?? [] })
      #expect(
        technologies.isSuperset(of: [
          "sqlalchemy", "sqlmodel", "django", "postgresql", "mysql", "sqlite", "asyncio", "fastapi", "aiohttp", "redis",
          "celery", "prisma", "typeorm", "nodejs", "go", "gorm", "pgx",
        ]))

      let old = try await place.assay("practices", "sqlalchemy", "--version", "1.3")
      #expect(old.output.contains("KB-SA1") && !old.output.contains("KB-SA5"))
      #expect(old.output.contains("SQLAlchemy 1.2 or later: https://docs.sqlalchemy.org/"))
    }
  }

  @Test("an unknown technology and a version of nothing are errors")
  func errors() async throws {
    try await inWorkspace([:]) { place in
      for (arguments, reason) in [
        (["practices", "postgres"], "nothing is known about `postgres`; did you mean `postgresql`?"),
        (["practices", "--version", "2"], "--version needs one technology"),
        (["practices", "redis", "--version", "new"], "not `new`"),
      ] {
        let run = try await place.assay(arguments)
        #expect(run.status == 2 && run.output.isEmpty)
        #expect(run.complaint.contains(reason), "\(run.complaint)")
      }
    }
  }
}
