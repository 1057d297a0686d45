package import RuleFiles
import SourceScan
package import Vocabulary

/// What an inventory's files say about the project as a whole.
///
/// - Parameters:
///   - technologies: how each is recognised.
///   - isAside: whether a path holds tests or generated code, which say little about what runs in production.
///   - jobs: threads.
package func discoverStack(
  in inventory: Inventory, technologies: [TechnologySpec], isAside: @escaping @Sendable (String) -> Bool, jobs: Int
) async -> AuditContext {
  let discovery = StackDiscovery(catalogue: TechnologyCatalogue(technologies), isAside: isAside)
  var projectFiles = inventory.projectFiles
  if !projectFiles.contains(where: { $0.kind.isManifest }) {
    // What is nearer comes first; a file that was found on the walk is not read again.
    let known = Set(projectFiles.map(\.path))
    projectFiles += enclosingProjectFiles(of: inventory.root).filter { !known.contains($0.path) }
  }
  let files = await inSlices(projectFiles, size: 2, jobs: jobs) { discovery.clues(ofProjectFiles: $0) }
  let code = await inSlices(
    inventory.files.filter { $0.language == .python }, size: 64, jobs: jobs
  ) { discovery.signs(of: $0) }
  var clues = Clues()
  for found in files { clues.add(found) }
  clues.add(discovery.included(by: clues.includes, in: inventory))
  clues.add(discovery.weighed(code))
  clues.add(discovery.resolved(clues.references, in: inventory))
  return discovery.judged(clues, root: inventory.root)
}

/// The tools of a discovery; nothing in it changes.
struct StackDiscovery: Sendable {
  let catalogue: TechnologyCatalogue
  let isAside: @Sendable (String) -> Bool
  private let modules: KnownModules

  /// In bytes. Manifests are small, lock files are not.
  private static let manifestLimit = SourceBytes.defaultLimit
  private static let lockFileLimit = 16 << 20
  /// How many files of requirements are read because others include them.
  private static let includeLimit = 50

  init(catalogue: TechnologyCatalogue, isAside: @escaping @Sendable (String) -> Bool) {
    self.catalogue = catalogue
    self.isAside = isAside
    modules = KnownModules(catalogue)
  }

  // MARK: Project files

  func clues(ofProjectFiles files: ArraySlice<ProjectFile>) -> Clues {
    var clues = Clues()
    for file in files where !isAside(file.path) {
      clues.add(self.clues(of: file))
    }
    return clues
  }

  private func clues(of file: ProjectFile) -> Clues {
    let limit = file.kind.isLockFile ? StackDiscovery.lockFileLimit : StackDiscovery.manifestLimit
    do throws(ReadError) {
      let source = try readSource(file.absolutePath, limit: limit)
      var reader = ProjectReader(
        ProjectText(path: file.path, bytes: Array(source.bytes.prefix(source.count))), catalogue)
      reader.read(file.kind)
      return reader.clues
    } catch {
      var clues = Clues()
      clues.problems.append(error.problem(path: file.path))
      return clues
    }
  }

  /// The files of requirements that others include, as far as their names did not give them away. What is included
  /// and not there is the installer's to complain of.
  func included(by paths: [String], in inventory: Inventory) -> Clues {
    var known = Set(inventory.projectFiles.map(\.path))
    var open = paths
    var clues = Clues()
    var count = 0
    while let path = open.popLast(), count < StackDiscovery.includeLimit {
      let file = ProjectFile(path: path, kind: .requirements, root: inventory.root)
      guard known.insert(path).inserted, !isAside(path), file.isInRoot else { continue }
      count += 1
      var found = self.clues(of: file)
      found.problems = []
      open += found.includes
      clues.add(found)
    }
    return clues
  }

  // MARK: Code

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
    var readers: [String: PythonReader] = [:]
    for (module, found) in sites.sorted(by: { $0.key < $1.key }) {
      guard let known = catalogue.imports[module] else { continue }
      var evidence = 0
      for site in found where evidence < StackDiscovery.evidencePerModule {
        let reader = readers[site.file.path] ?? reader(of: site.file)
        guard let reader else { continue }
        readers[site.file.path] = reader
        guard reader.hasStatement(at: site.offset) else { continue }
        // What is imported in a function or a branch is there for some installations or some commands.
        if site.isNested, evidence > 0 { break }
        evidence += 1
        clues.technologies += self.clues(of: known, site, in: reader)
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

  // MARK: Settings that stand elsewhere

  /// How many configuration files are searched for the values that other files take from them.
  private static let configurationFileLimit = 200

  private static let configurationWords = ["config", "setting", "constants"].map(ByteSearch.init)

  /// Looks for `pool_size=settings.DB_POOL_SIZE` in the files that hold settings.
  func resolved(_ references: [SettingReference], in inventory: Inventory) -> Clues {
    var clues = Clues()
    guard !references.isEmpty else { return clues }
    let places = inventory.files.filter { file in
      file.language == .python && StackDiscovery.configurationWords.contains { $0.isIn(file.path) }
        && !isAside(file.path)
    }
    var open = references
    for file in places.prefix(StackDiscovery.configurationFileLimit) {
      guard !open.isEmpty, let source = try? readSource(file.absolutePath, limit: SourceBytes.defaultLimit) else {
        continue
      }
      guard open.contains(where: { source.holds(ByteSearch($0.name)) }),
        let reader = PythonReader(path: file.path, source, catalogue)
      else { continue }
      open.removeAll { reference in
        guard case .known(let value, _) = reader.assignedValue(of: reference.name),
          let admitted = reference.setting.admitted(value)
        else { return false }
        clues.settings.append(
          SettingClue(
            setting: reference.setting, value: admitted, confidence: .medium, evidence: reference.evidence))
        return true
      }
    }
    return clues
  }
}
