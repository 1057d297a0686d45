package import RuleFiles
package import SourceScan
package import Vocabulary

/// Tells the models of a project from files that are in hand anyway.
package struct ModelGathering: Sendable {
  private let specs: [ModelSpec]
  /// One of these stands in every file of a library's models, and one of those where a class is declared that matters.
  private let words: [[UInt8]]
  private let declarations: [[UInt8]]

  /// What stands in every migration of Alembic.
  private static let revision = Array("down_revision".utf8)

  /// The classes of one file, as far as they can matter for models.
  package struct Classes: Sendable {
    var declarations: [ClassDeclaration]
  }

  package init(_ specs: [ModelSpec]) {
    self.specs = specs
    let python = specs.filter { $0.language == .python }
    words = Set(python.flatMap(\.words)).sorted().map { Array($0.utf8) }
    declarations = Set(python.flatMap(ModelGathering.declarations)).sorted().map { Array($0.utf8) }
  }

  /// `Field(`, `Mapped[`, `models.Model`, `Manager)`
  private static func declarations(of spec: ModelSpec) -> [String] {
    func name(_ pattern: String) -> String { pattern.split(separator: "*").joined() }
    let calls = (spec.columns + spec.relations).map { name($0) + "(" }
    let bases = (spec.bases + spec.baseMakers).flatMap { base -> [String] in
      let parts = name(base).split(separator: ".")
      guard let last = parts.last else { return [] }
      return parts.count > 1 ? [parts.suffix(2).joined(separator: "."), "(" + last + ")"] : [String(last)]
    }
    let managers = spec.managers ? ["Manager)", "QuerySet)"] : []
    // What is short stands everywhere: `Key(`.
    return calls.filter { $0.utf8.count > 5 } + bases + managers + spec.columnAnnotations.map { $0 + "[" }
  }

  /// `nil` where no class can matter: none of the words of the libraries stands there, or it is a migration.
  package func classes(in file: ScannedFile, _ grams: GramFilter) -> Classes? {
    guard file.text.language == .python, words.contains(where: grams.mayContain),
      declarations.contains(where: grams.mayContain), !grams.mayContain(ModelGathering.revision),
      !file.text.path.contains("/migrations/"), let source = PythonSource(file)
    else { return nil }
    let declarations = ClassReader(source) { _ in nil }.classes
    return declarations.isEmpty ? nil : Classes(declarations: declarations)
  }

  /// - Parameter classes: of all files, in the order of their paths.
  package func models(of classes: [Classes]) -> [Model] {
    var join = ModelJoin(classes.flatMap(\.declarations), specs: specs)
    return join.models()
  }
}
