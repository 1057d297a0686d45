import RuleFiles
import SourceScan
import Vocabulary

/// What Python code says: looked at in passing, and read where it sets something up.
extension StackDiscovery {
  /// What some Python files show at a glance and, where they set something up, when they are read.
  struct CodeSigns: Sendable {
    /// The first lines that seem to import a module, by its name; those at the top of a file apart from others.
    var imports: [String: [ImportSite]] = [:]
    var nestedImports: [String: [ImportSite]] = [:]
    var clues = Clues()

    mutating func add(_ site: ImportSite, of module: String) {
      let limit = StackDiscovery.sitesPerModule
      if site.isNested {
        if nestedImports[module, default: []].count < limit { nestedImports[module, default: []].append(site) }
      } else {
        if imports[module, default: []].count < limit { imports[module, default: []].append(site) }
      }
    }
  }

  struct ImportSite: Sendable {
    var file: SourceFile
    var offset: Int
    var isNested: Bool
  }

  /// How many places are kept of a module: the first may turn out to be a string.
  private static let sitesPerModule = 4
  /// How many of them become evidence.
  private static let evidencePerModule = 2
  /// How many files that were taken apart are kept at hand.
  private static let openFiles = 8

  func signs(of files: ArraySlice<SourceFile>) -> CodeSigns {
    var signs = CodeSigns()
    for file in files where !isAside(file.path) {
      // What cannot be read is told by whoever audits the file.
      guard let source = try? readSource(file.absolutePath, limit: SourceBytes.defaultLimit) else { continue }
      let glance = PythonGlance(source, known: modules)
      for line in glance.imports {
        signs.add(ImportSite(file: file, offset: line.offset, isNested: line.isNested), of: line.module)
      }
      var makers = isMigrationEnvironment(file.path) ? [] : makers(importedBy: glance)
      if !makers.isEmpty, !PythonReader.engineWords.contains(where: { source.holds($0) }) { makers = [] }
      guard !makers.isEmpty || glance.hasSettings,
        var reader = PythonReader(path: file.path, source, catalogue)
      else { continue }
      if !makers.isEmpty { reader.readEngines(makers) }
      if glance.hasSettings { reader.readSettings() }
      signs.clues.add(reader.clues)
    }
    return signs
  }

  /// Whose engines, sessions and pools a file can make by what it imports.
  private func makers(importedBy glance: PythonGlance) -> PythonReader.MakerFamily {
    var makers: PythonReader.MakerFamily = []
    for line in glance.imports {
      guard let technology = catalogue.imports[line.module]?.technology else { continue }
      let spec = catalogue.specs[technology]
      let isSQLAlchemy = spec.name.value == "sqlalchemy" || spec.implies.contains { $0.value == "sqlalchemy" }
      if isSQLAlchemy { makers.insert(.engines) }
      if spec.kinds.contains(.driver) { makers.insert(.pools) }
    }
    return makers
  }

  /// Alembic's `env.py` sets up an engine for migrations alone.
  private func isMigrationEnvironment(_ path: String) -> Bool { path.hasSuffix("/env.py") || path == "env.py" }

  /// The clues of all code: of imports only those that are certain to be statements.
  func weighed(_ signs: [CodeSigns]) -> Clues {
    var sites: [String: [ImportSite]] = [:]
    var clues = Clues()
    for slice in signs {
      for (module, found) in slice.imports { sites[module, default: []] += found }
      clues.add(slice.clues)
    }
    for slice in signs {
      for (module, found) in slice.nestedImports { sites[module, default: []] += found }
    }
    // Most modules are imported by a few files, one module after the other.
    var readers: [(path: String, reader: PythonReader)] = []
    for (module, found) in sites.sorted(by: { $0.key < $1.key }) {
      guard let imported = catalogue.imports[module] else { continue }
      var evidence = 0
      for site in found where evidence < StackDiscovery.evidencePerModule {
        let known = readers.first { $0.path == site.file.path }?.reader
        guard let reader = known ?? reader(of: site.file) else { continue }
        if known == nil { readers.append((site.file.path, reader)) }
        if readers.count > StackDiscovery.openFiles { readers.removeFirst() }
        guard reader.hasStatement(at: site.offset) else { continue }
        // What is imported in a function or a branch is there for some installations or some commands.
        if site.isNested, evidence > 0 { break }
        evidence += 1
        clues.technologies += self.clues(of: imported, site, in: reader)
      }
    }
    return clues
  }

  private func reader(of file: SourceFile) -> PythonReader? {
    guard let source = try? readSource(file.absolutePath, limit: SourceBytes.defaultLimit) else { return nil }
    return PythonReader(path: file.path, source, catalogue)
  }

  private func clues(
    of known: TechnologyCatalogue.Import, _ site: ImportSite, in reader: PythonReader
  ) -> [TechnologyClue] {
    let spec = catalogue.specs[known.technology]
    var clue = TechnologyClue(
      technology: known.technology, evidence: reader.evidence(ofByte: site.offset),
      standing: Standing(ofCode: site.file.path))
    if site.isNested { clue.standing = min(clue.standing, .optional) }
    if known.isAsync || spec.asyncImports.contains(where: { reader.holds($0) }) {
      clue.mode = .async
    } else if !spec.asyncImports.isEmpty, !spec.kinds.contains(.orm) {
      // Of an ORM the same modules serve both; what makes its engine tells.
      clue.mode = .sync
    }
    let implied = spec.implies.compactMap { catalogue.technology(named: $0.value) }
    return [clue]
      + implied.map { TechnologyClue(technology: $0, evidence: clue.evidence, standing: clue.standing) }
  }
}
