import RuleFiles
import Vocabulary

/// The pages that findings cite in one project. A rule names practices of several technologies; a reader is told those
/// of the technologies and versions that the project has, and not what the makers of others say.
struct Citations {
  /// By rule, where it names practices.
  private var byRule: [String: [Source]] = [:]

  /// - Parameters:
  ///   - stack: what is known of the project; `nil` where nobody looked, or nothing was found.
  ///   - imported: names of the frameworks that audited files import. Without a stack they say at least what is not
  ///     used.
  init(_ library: RuleLibrary, stack: TechStack?, imported: Set<String>) {
    let topics = stack.map { Dictionary(grouping: $0.topics, by: \.name).mapValues { $0.map(\.version) } }
    let known = Dictionary(
      library.technologies.map { ($0.name.value, $0) }, uniquingKeysWith: { first, _ in first })
    let used = topics == nil ? library.technologies(revealedBy: imported) : []
    for rule in library.rules where !rule.practices.isEmpty {
      let cited = library.citedPractices(of: rule)
      let holding = cited.filter { practice, file in
        let names = file.technologies.map(\.value)
        if rule.card.languages.contains(where: { names.contains($0.rawValue) }) { return true }
        // What nobody looks for may be there.
        if names.allSatisfy({ known[$0] == nil }) { return true }
        guard let topics else {
          return names.contains { used.contains($0) || known[$0]?.packages.isEmpty ?? false }
        }
        return names.contains { name in
          topics[name, default: []].contains { practice.holds(for: $0.flatMap { Version($0) }) }
        }
      }
      let pages = Set(cited.map(\.practice.source.url))
      let held = Set(holding.map(\.practice.source.url))
      let sources = rule.card.sources.filter { !pages.contains($0.url) || held.contains($0.url) }
      if !sources.isEmpty { byRule[rule.card.id] = sources }
    }
  }

  /// The finding with the pages that say so here.
  func citing(_ finding: Finding) -> Finding {
    guard let sources = byRule[finding.rule] else { return finding }
    var finding = finding
    finding.sources = sources
    return finding
  }
}

extension RuleLibrary {
  /// The technologies that frameworks speak of which files import. One that a framework is first of all about is not
  /// there where that one is not imported, whatever others speak of it.
  fileprivate func technologies(revealedBy imported: Set<String>) -> Set<String> {
    let used = Set(frameworks.filter { imported.contains($0.name) }.flatMap(\.names))
    let unused = Set(frameworks.filter { !imported.contains($0.name) }.compactMap(\.names.first))
    return Set(
      technologies.filter { technology in
        let names = Set(technology.packages.values.joined() + technology.imports)
        return !used.isDisjoint(with: names) && unused.isDisjoint(with: names)
      }.map(\.name.value))
  }
}

extension FrameworkSpec {
  /// Under which manifests and code name the library, the first one first.
  fileprivate var names: [String] { packages + imports }
}
