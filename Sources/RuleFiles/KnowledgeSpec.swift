package import Vocabulary

/// What the makers of some technologies recommend: one file of `rules/knowledge`.
package struct KnowledgeSpec: Sendable {
  /// The stem of its file: `sqlalchemy`.
  package var name: Located<String>
  /// As people write it: `SQLAlchemy`.
  package var title: String
  /// The names by which projects are found to use them: `sqlalchemy`, `sqlmodel`.
  package var technologies: [Located<String>]
  package var practices: [PracticeSpec]
}

/// One practice, and where its maker says so.
package struct PracticeSpec: Sendable, Equatable {
  /// Unique among all practices: `KB-SA3`.
  package var id: Located<String>
  /// One or two sentences, code in backticks.
  package var text: String
  /// The page, with the versions in words.
  package var source: Source
  /// The first version it holds for, and the first one it does not hold for any more.
  package var from: Version?
  package var before: Version?

  /// Whether the practice holds for a version; one that is not known may be any.
  package func holds(for version: Version?) -> Bool {
    guard let version else { return true }
    return (from.map { version >= $0 } ?? true) && (before.map { version < $0 } ?? true)
  }
}

extension KnowledgeSpec {
  /// A page of the file among pages of others: `SQLAlchemy – Connection Pooling`, where its own title does not say so.
  func cited(_ source: Source) -> Source {
    let name = source.title.prefix { $0.isLetter || $0.isNumber || $0 == "." }
    if title.contains(name) { return source }
    return Source(title: "\(title) – \(source.title)", url: source.url, holdsFor: source.holdsFor)
  }
}

extension RuleLibrary {
  /// The practices that a rule names, with their files.
  package func citedPractices(of rule: RuleSpec) -> [(practice: PracticeSpec, file: KnowledgeSpec)] {
    let names = Set(rule.practices.map(\.value))
    return knowledge.flatMap { file in file.practices.filter { names.contains($0.id.value) }.map { ($0, file) } }
  }

  /// The practices of a technology that hold for its version, in the order of the files; none where nothing is known
  /// about it.
  ///
  /// - Parameter version: as it was found, `2.0.36`; `nil` when it is not known.
  package func practices(of technology: String, version: String?) -> [PracticeSpec] {
    let known = version.flatMap { Version($0) }
    return knowledge.filter { $0.technologies.contains { $0.value == technology } }.flatMap { file in
      file.practices.filter { $0.holds(for: known) }
    }
  }
}
