import Foundation
import RuleFiles
import Testing
import Vocabulary

@testable import Auditing

/// A folder for one test, gone when the test is over.
final class SmallProject {
  let root: String

  /// - Parameter files: content by path.
  init(_ files: [String: String]) throws {
    let template = FileManager.default.temporaryDirectory.path + "/auditing-XXXXXX"
    var bytes = Array(template.utf8CString)
    let made = try #require(mkdtemp(&bytes).map { String(cString: $0) })
    root = try #require(realpath(made, nil).map { String(cString: $0) })
    for (path, content) in files { try write(path, Data(content.utf8)) }
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  func write(_ path: String, _ content: Data) throws {
    let full = root + "/" + path
    let folder = String(full[..<full.lastIndex(of: "/")!])
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    #expect(FileManager.default.createFile(atPath: full, contents: content))
  }

  func plan(_ rules: [String]) -> AuditPlan {
    let library = loadRuleLibrary(
      rules.enumerated().map {
        RuleFileBytes(path: "team/some-\($0.offset).yaml", bytes: Array($0.element.utf8), isShipped: false)
      })
    return AuditPlan(
      paths: [root], library: library, packs: Set(Vocabulary.Category.allCases), select: [], ignore: [],
      minimumSeverity: .low,
      includeTests: false, exclude: [], honoursIgnoreFiles: true, jobs: 2, collectsStatistics: false,
      toolVersion: "1.0.0", date: "2026-03-04")
  }

  func audit(_ rules: String..., change: (inout AuditPlan) -> Void = { _ in }) async throws -> AuditReport {
    var plan = plan(rules)
    change(&plan)
    return try await Auditing.audit(plan)
  }
}

/// Audits one file.
func audit(
  _ code: String, at path: String = "app.py", _ rules: String..., change: (inout AuditPlan) -> Void = { _ in }
) async throws -> AuditReport {
  let project = try SmallProject([path: code])
  var plan = project.plan(rules)
  change(&plan)
  return try await Auditing.audit(plan)
}

extension AuditReport {
  var findings: [Finding] { categories.flatMap(\.findings) }

  /// Each finding as `app.py:1 TEAM001 high`, the order that of the report.
  var summaries: [String] { findings.map { "\($0.path):\($0.start.line) \($0.rule) \($0.severity.word)" } }

  /// Lines with findings.
  var places: [Int] { findings.map(\.start.line).sorted() }

  /// Everything a reader is told, as text.
  var told: String {
    var text = "\(score) \(files) \(lines)\n"
    for category in categories {
      text += "\(category.category) \(category.score)\n"
      for finding in category.findings + category.advisory { text += "\(finding)\n" }
    }
    return text + "\(problems)\n\(notChecked)\n\(skipped)\n"
  }
}

/// A rule with this `match:`.
func rule(match: String) -> String {
  """
  id: TEAM001
  title: Something bad
  language: python
  pack: runtime-performance
  severity: high
  effort: S
  recommendation: Do it well.
  match: \(match)
  """
}

/// A rule against calls of `f`.
func rule(
  _ id: String = "TEAM001", _ lines: String = "", pattern: String = "f(...)", pack: String = "runtime-performance"
) -> String {
  """
  id: \(id)
  name: rule-\(id.lowercased())
  title: Something bad
  language: python
  pack: \(pack)
  severity: high
  effort: S
  pattern: \(pattern)
  recommendation: Do it well.
  \(lines)
  """
}
