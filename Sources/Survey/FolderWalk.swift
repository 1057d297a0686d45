import Glibc
import Vocabulary

/// Walks one folder and all below it, and adds what it finds to an inventory.
///
/// The path of the entry at hand lives in one buffer that grows and shrinks with the depth; only the paths of files
/// that are kept become strings.
struct FolderWalk {
  private let options: InventoryOptions
  /// Folders that are walked, or files that are taken, on their own account; absolute.
  private let otherStarts: Set<[UInt8]>
  /// Where the path relative to the root begins in `path`.
  private let relativeStart: Int
  private var path: [UInt8] = []
  private var listing = FolderListing()
  private var levels: IgnoreLevels
  private var depth = 0
  /// Folders this deep below the start are put off instead of entered.
  private var putOffDepth = Int.max
  private(set) var putOff: [PutOffFolder] = []
  private(set) var inventory: Inventory

  /// A folder that is left for another walk.
  struct PutOffFolder: Sendable {
    /// Absolute, with a `/` at its end.
    var path: [UInt8]
    var levels: IgnoreLevels
    var isAmbiguous: Bool
    /// How many files of the inventory go before those of the folder.
    var position: Int
  }

  /// - Parameters:
  ///   - levels: the ignore files around the folder that will be walked, without its own.
  ///   - inventory: where the files are added.
  init(adding inventory: Inventory, levels: IgnoreLevels, otherStarts: Set<[UInt8]>, options: InventoryOptions) {
    self.inventory = inventory
    self.levels = levels
    self.otherStarts = otherStarts
    self.options = options
    self.relativeStart = inventory.root == "/" ? 1 : inventory.root.utf8.count + 1
  }

  /// - Parameters:
  ///   - folder: an absolute path without symbolic links, at or below the root.
  ///   - putOffDepth: folders this deep below it are put off; those right in it are 1 deep.
  mutating func walk(_ folder: String, puttingOff putOffDepth: Int = .max) throws(SurveyError) {
    self.putOffDepth = putOffDepth
    guard let stream = unsafe opendir(folder) else {
      throw .unreadable(path: folder, reason: systemWords(errno))
    }
    path = Array(folder.utf8)
    if path.last != UInt8(ascii: "/") { path.append(UInt8(ascii: "/")) }
    unsafe list(stream, isStart: true, isAmbiguous: false)
  }

  /// Walks what another walk put off, and gives the files in it.
  mutating func files(in folder: PutOffFolder) -> [SourceFile] {
    levels = folder.levels
    path = folder.path
    inventory.files = []
    let name = Array(path.dropLast()) + [0]
    let descriptor = unsafe name.withUnsafeBytes { bytes in
      unsafe open(bytes.baseAddress!.assumingMemoryBound(to: CChar.self), FolderWalk.flags)
    }
    list(descriptor, isAmbiguous: folder.isAmbiguous)
    return inventory.files
  }

  /// Lists the folder whose path, with a `/` at its end, is in `path`; closes the stream.
  private mutating func list(_ stream: OpaquePointer, isStart: Bool, isAmbiguous: Bool) {
    defer { unsafe closedir(stream) }
    let first = listing.entries.count
    var signs = FolderListing.Signs()
    let failure = unsafe listing.push(stream, signs: &signs)
    defer { listing.pop(to: first) }
    if failure != 0 { addProblem(folder: true, reason: systemWords(failure)) }
    if !isStart, let reason = reasonWithin(from: first, signs: signs, isAmbiguous: isAmbiguous) {
      inventory.skipped.addFolder(reason)
      return
    }

    let (git, gitStart, plain) = (levels.git.count, levels.gitStart, levels.plain.count)
    if options.usesIgnoreFiles, signs.hasGit || signs.hasGitignore || signs.hasIgnore {
      for unread in levels.enter(folder: path, descriptor: unsafe dirfd(stream), signs: signs) {
        inventory.problems.append(unread.problem(folder: relativePath()))
      }
    }
    defer { levels.leave(git: git, gitStart: gitStart, plain: plain) }

    depth += 1
    defer { depth -= 1 }
    let length = path.count
    for index in first..<listing.entries.count {
      let entry = listing.entries[index]
      path.append(contentsOf: listing.names[entry.name..<(entry.name + entry.length)])
      visit(entry, nameStart: length, in: unsafe dirfd(stream))
      path.removeLast(path.count - length)
    }
  }

  /// Why a folder is left out for what is in it.
  private func reasonWithin(from first: Int, signs: FolderListing.Signs, isAmbiguous: Bool) -> SkipReason? {
    guard options.skipsKnownFolders else { return nil }
    if signs.isVirtualEnvironment { return .virtualEnvironment }
    if signs.isCache { return .toolOutput }
    guard isAmbiguous else { return nil }
    let isApplication = listing.entries[first...].contains { entry in
      KnownFolders.isApplication(listing.names.span, entry.name, entry.name + entry.length)
    }
    return isApplication ? nil : .vendored
  }

  /// - Parameters:
  ///   - nameStart: where the entry's name begins in `path`.
  ///   - folder: the descriptor of the folder the entry is in.
  private mutating func visit(_ entry: FolderListing.Entry, nameStart: Int, in folder: Int32) {
    if !otherStarts.isEmpty, otherStarts.contains(path) { return }
    switch entry.kind {
    case .folder:
      enter(entry, nameStart: nameStart, in: folder)
    case .file(let source):
      if let reason = skipReason(nameStart: nameStart, isFolder: false) {
        inventory.skipped.addFiles(reason)
      } else if case .language(let language) = source {
        take(language)
        if language == .sql { takeSchemaFile(.sql, nameStart: nameStart) }
      } else {
        inventory.skipped.addFiles(.stub)
      }
    case .project(let kind):
      takeProjectFile(kind, nameStart: nameStart)
      if kind == .prismaSchema { takeSchemaFile(.prisma, nameStart: nameStart) }
    case .plainText:
      if ProjectFileKind.isInRequirementsFolder(path.span, nameStart: nameStart) {
        takeProjectFile(.requirements, nameStart: nameStart)
      }
    case .schema(let kind):
      takeSchemaFile(kind, nameStart: nameStart)
    case .symbolicLink:
      inventory.skipped.addFiles(skipReason(nameStart: nameStart, isFolder: false) ?? .symbolicLink)
    case .special:
      inventory.skipped.addFiles(skipReason(nameStart: nameStart, isFolder: false) ?? .notRegular)
    }
  }

  private mutating func enter(_ entry: FolderListing.Entry, nameStart: Int, in folder: Int32) {
    let known = KnownFolders.find(path.span, nameStart, path.count)
    if let known, !known.isAmbiguous, options.skipsKnownFolders || known.reason == .versionControl {
      inventory.skipped.addFolder(known.reason)
      return
    }
    if let reason = skipReason(nameStart: nameStart, isFolder: true) {
      inventory.skipped.addFolder(reason)
      return
    }
    path.append(UInt8(ascii: "/"))
    let isAmbiguous = known?.isAmbiguous ?? false
    if depth == putOffDepth {
      putOff.append(
        PutOffFolder(path: path, levels: levels, isAmbiguous: isAmbiguous, position: inventory.files.count))
    } else {
      list(
        unsafe listing.withName(entry.name) { unsafe openat(folder, $0, FolderWalk.flags) }, isAmbiguous: isAmbiguous)
    }
  }

  private static let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC

  /// The same for a folder that was opened just now; a negative descriptor says that this failed.
  private mutating func list(_ descriptor: Int32, isAmbiguous: Bool) {
    guard descriptor >= 0 else {
      addProblem(folder: true, reason: systemWords(errno))
      return
    }
    // Nothing below could be opened by its path; this bounds the depth of the walk too.
    guard path.count < PATH_MAX else {
      addProblem(folder: true, reason: systemWords(ENAMETOOLONG))
      close(descriptor)
      return
    }
    guard let stream = unsafe fdopendir(descriptor) else {
      addProblem(folder: true, reason: systemWords(errno))
      close(descriptor)
      return
    }
    unsafe list(stream, isStart: false, isAmbiguous: isAmbiguous)
  }

  private func skipReason(nameStart: Int, isFolder: Bool) -> SkipReason? {
    for glob in options.exclude where glob.matches(path.span, from: relativeStart, isFolder: isFolder) {
      return .excluded
    }
    if let configured = options.configured, configured.match(path.span, isFolder: isFolder) { return .configured }
    return levels.skipReason(path.span, nameStart: nameStart, isFolder: isFolder)
  }

  private mutating func take(_ language: Language) {
    let relative = unsafe path.withUnsafeBufferPointer { bytes in
      unsafe String(validating: UnsafeBufferPointer(rebasing: bytes[relativeStart...]), as: UTF8.self)
    }
    guard let relative else {
      addProblem(folder: false, reason: "its name is not valid UTF-8")
      return
    }
    inventory.files.append(SourceFile(path: relative, root: inventory.root, language: language))
  }

  /// A file that is left out here is not counted: it would not have been audited in any case.
  private mutating func takeProjectFile(_ kind: ProjectFileKind, nameStart: Int) {
    guard let relative = takenPath(nameStart: nameStart) else { return }
    inventory.projectFiles.append(ProjectFile(path: relative, kind: kind, root: inventory.root))
  }

  private mutating func takeSchemaFile(_ kind: SchemaFile.Kind, nameStart: Int) {
    guard let relative = takenPath(nameStart: nameStart) else { return }
    inventory.schemaFiles.append(SchemaFile(path: relative, kind: kind, root: inventory.root))
  }

  /// The path at hand below the root; `nil` for one that is left out or is no text.
  private func takenPath(nameStart: Int) -> String? {
    guard skipReason(nameStart: nameStart, isFolder: false) == nil else { return nil }
    return unsafe path.withUnsafeBufferPointer { bytes in
      unsafe String(validating: UnsafeBufferPointer(rebasing: bytes[relativeStart...]), as: UTF8.self)
    }
  }

  private mutating func addProblem(folder: Bool, reason: String) {
    inventory.problems.append(
      Problem(
        stage: .survey, path: relativePath(),
        message: folder ? "the folder was not read to its end: \(reason)" : "the file was not read: \(reason)",
        hint: folder
          ? "What is in it was not audited; grant permission to read it, or leave it out with --exclude."
          : "Rename it, or leave it out with --exclude."))
  }

  /// Of the entry at hand, from the root on; bytes that are not UTF-8 are shown as U+FFFD. The root itself is `.`.
  private func relativePath() -> String {
    var end = path.count
    if path.last == UInt8(ascii: "/") { end -= 1 }
    return end <= relativeStart ? "." : String(decoding: path[relativeStart..<end], as: UTF8.self)
  }
}
