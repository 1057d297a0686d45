import Vocabulary
import Workers

/// Finds the files to audit.
///
/// - Parameter paths: files and folders; none means the current folder. The root of the inventory is the folder when
///   one is named; otherwise the current folder when all lie in it, and else the nearest folder that holds them all.
///   A file or folder that is named is taken even if a walk would have passed it by, unless `forceExclude`; it may be
///   a symbolic link. On a walk links are not followed.
/// - Throws: `SurveyError` when a path cannot be surveyed at all. Trouble below it is a problem of the inventory.
package func takeInventory(
  of paths: [String], options: InventoryOptions = InventoryOptions()
) throws(SurveyError) -> Inventory {
  var survey = try SurveyRun(of: paths, options: options)
  for index in survey.folders.indices {
    var walk = survey.walk(index)
    try walk.walk(survey.folders[index].path)
    survey.inventory = walk.inventory
  }
  return survey.finished()
}

/// The same on several threads; the inventory is the same, byte for byte.
///
/// - Parameter jobs: how many folders are walked at a time.
package func takeInventory(
  of paths: [String], options: InventoryOptions = InventoryOptions(), jobs: Int
) async throws(SurveyError) -> Inventory {
  var survey = try SurveyRun(of: paths, options: options)
  for index in survey.folders.indices {
    var walk = survey.walk(index)
    try walk.walk(survey.folders[index].path, puttingOff: SurveyRun.putOffDepth)
    survey.inventory = walk.inventory
    await survey.walkPutOff(walk.putOff, from: index, jobs: jobs)
  }
  return survey.finished()
}

/// A survey on its way: the named files are taken, the named folders wait to be walked.
private struct SurveyRun: Sendable {
  struct Folder: Sendable {
    var path: String
    /// The ignore files around it.
    var levels: IgnoreLevels
  }

  /// What lies as deep as this is divided among the threads: deep enough for many parts of similar size, and shallow
  /// enough for the walk up to there to be short.
  static let putOffDepth = 3

  var inventory: Inventory
  private(set) var folders: [Folder] = []
  private let options: InventoryOptions
  private let startPaths: Set<[UInt8]>

  init(of paths: [String], options: InventoryOptions) throws(SurveyError) {
    let current = try currentFolder(options)
    var starts: [SurveyStart] = []
    for path in paths.isEmpty ? ["."] : paths { starts.append(try SurveyStart(path, in: current)) }
    let root = root(of: starts, current: current)
    var options = options
    options.configured?.settle(around: root)
    self.options = options
    startPaths = starts.count > 1 ? Set(starts.map { Array($0.path.utf8) }) : []
    inventory = Inventory(root: root)
    inventory.place = place(of: root, current: current)

    var surroundings = Surroundings(root: root, options: options)
    var seen: Set<String> = []
    for start in starts where seen.insert(start.path).inserted {
      if let size = start.size {
        let skip = options.forceExclude ? surroundings.standing(ofStart: start.path, isFolder: false).skip : nil
        if let skip { inventory.skipped.addFiles(skip) } else { inventory.take(start.path, size: size) }
      } else {
        let standing = surroundings.standing(ofStart: start.path, isFolder: true)
        if options.forceExclude, let skip = standing.skip {
          inventory.skipped.addFolder(skip)
        } else {
          folders.append(Folder(path: start.path, levels: standing.levels))
        }
      }
    }
    inventory.problems = surroundings.problems
  }

  func walk(_ index: Int) -> FolderWalk {
    FolderWalk(adding: inventory, levels: folders[index].levels, otherStarts: startPaths, options: options)
  }

  /// Walks the folders that the walk of `folders[index]` put off, and puts their files where they belong.
  mutating func walkPutOff(_ putOff: [FolderWalk.PutOffFolder], from index: Int, jobs: Int) async {
    var emptyHanded = self
    emptyHanded.inventory = Inventory(root: inventory.root)
    let walk = emptyHanded.walk(index)
    // Some slices for each job, so that a big one does not hold up the end; few, so that handing out stays cheap.
    let step = max(1, putOff.count / (max(1, jobs) * 8))
    let walked = await inSlices(putOff, size: step, jobs: jobs) { SliceInventory($0, walk: walk) }
    inventory.add(walked, at: putOff.map(\.position))
    inventory.sortFacts()
  }

  func finished() -> Inventory {
    guard !startPaths.isEmpty else { return inventory }
    var inventory = inventory
    inventory.files.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    inventory.sortFacts()
    return inventory
  }
}

/// What was found in some of the folders that were put off.
private struct SliceInventory: Sendable {
  var filesByFolder: [[SourceFile]] = []
  var projectFiles: [ProjectFile]
  var schemaFiles: [SchemaFile]
  var skipped: SkipCounts
  var problems: [Problem]

  /// - Parameter walk: one that has found nothing yet.
  init(_ folders: ArraySlice<FolderWalk.PutOffFolder>, walk: FolderWalk) {
    var walk = walk
    for folder in folders { filesByFolder.append(walk.files(in: folder)) }
    projectFiles = walk.inventory.projectFiles
    schemaFiles = walk.inventory.schemaFiles
    skipped = walk.inventory.skipped
    problems = walk.inventory.problems
  }
}

extension Inventory {
  /// - Parameter positions: for each folder of all slices, how many of the files that are here go before its own.
  fileprivate mutating func add(_ slices: [SliceInventory], at positions: [Int]) {
    var merged: [SourceFile] = []
    merged.reserveCapacity(slices.reduce(files.count) { $0 + $1.filesByFolder.reduce(0) { $0 + $1.count } })
    var taken = 0
    for (position, found) in zip(positions, slices.flatMap(\.filesByFolder)) {
      merged.append(contentsOf: files[taken..<position])
      merged.append(contentsOf: found)
      taken = position
    }
    merged.append(contentsOf: files[taken...])
    files = merged
    for slice in slices {
      projectFiles.append(contentsOf: slice.projectFiles)
      schemaFiles.append(contentsOf: slice.schemaFiles)
      skipped.add(slice.skipped)
      problems.append(contentsOf: slice.problems)
    }
  }

  /// Puts the files that tell something about the project in order.
  fileprivate mutating func sortFacts() {
    projectFiles.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    schemaFiles.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  /// - Parameter path: absolute, below the root.
  fileprivate mutating func take(_ path: String, size: Int) {
    switch SourceKind(ofPath: path) {
    case .language(let language):
      let relative = path.utf8.dropFirst(root == "/" ? 1 : root.utf8.count + 1)
      files.append(
        SourceFile(path: String(decoding: relative, as: UTF8.self), root: root, language: language, size: size))
    case .stub: skipped.addFiles(.stub)
    case .other: skipped.addFiles(.notSource)
    }
  }
}
