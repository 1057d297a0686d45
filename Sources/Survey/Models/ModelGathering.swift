package import RuleFiles
package import SourceScan
package import Vocabulary

/// Tells the models of a project from files that are in hand anyway.
package struct ModelGathering: Sendable {
  private let specs: [ModelSpec]
  private let words: [[UInt8]]

  /// The classes of one file, as far as they can matter for models.
  package struct Classes: Sendable {
    var declarations: [ClassDeclaration]
  }

  package init(_ specs: [ModelSpec]) {
    self.specs = specs
    words = Set(specs.filter { $0.language == .python }.flatMap(\.words)).sorted().map { Array($0.utf8) }
  }

  /// `nil` where no class can matter: none of the words of the libraries stands there, or it is a migration.
  package func classes(in file: ScannedFile, _ grams: GramFilter) -> Classes? {
    guard file.text.language == .python, words.contains(where: grams.mayContain),
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
