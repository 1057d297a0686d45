import RuleFiles
import ShippedRules
import Vocabulary

@testable import Survey

/// The technologies that ship with the program.
let shippedTechnologies: [TechnologySpec] = {
  let files = shippedRuleFiles().filter { $0.path.hasSuffix("technologies.yaml") }
  return loadRuleLibrary(files.map { RuleFileBytes(path: $0.path, bytes: $0.bytes, isShipped: true) }).technologies
}()

/// What is discovered in a folder with these files (path to text).
func discovered(_ files: [String: String]) async throws -> AuditContext {
  try await discovered(in: TemporaryTree(files))
}

func discovered(in tree: TemporaryTree) async throws -> AuditContext {
  await discoverStack(
    in: try takeInventory(of: [tree.root]), technologies: shippedTechnologies,
    isAside: { $0.hasPrefix("tests/") || $0.contains("/tests/") }, jobs: 2)
}

extension AuditContext {
  /// `name version requirement mode scope < source path:line, …` of each technology, in order.
  var told: [String] { techStack.technologies.map { "\($0.value.told) < \($0.evidence.told)" } }

  /// The same of one technology without its places; empty when it is not there.
  func told(_ name: String) -> String { techStack[name]?.value.told ?? "" }

  /// The places that speak for a technology.
  func places(_ name: String) -> String { techStack[name]?.evidence.told ?? "" }

  /// `setting value confidence` of each setting that is known, the one to believe first, then those that disagree.
  var settings: [String] {
    DatabaseSetting.allCases.compactMap { setting in
      databaseConfiguration.settings[setting].map { facts in
        setting.rawValue + " " + facts.map { "\($0.value.words) \($0.confidence.word)" }.joined(separator: ", ")
      }
    }
  }
}

extension Technology {
  fileprivate var told: String {
    [name, version, requirement, mode?.rawValue, scope == .production ? nil : scope.rawValue].compactMap(\.self)
      .joined(separator: " ")
  }
}

extension [Evidence] {
  fileprivate var told: String {
    map { "\($0.source.word) \($0.path):\($0.line)" }.joined(separator: ", ")
  }
}
