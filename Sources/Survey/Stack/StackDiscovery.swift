package import RuleFiles
package import Vocabulary
import Workers

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
  let modules: KnownModules

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
}
