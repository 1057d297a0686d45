import SourceScan
import Synchronization
import Vocabulary

/// The Python modules of a project, by the names that imports use, and the constants at their top: read when first
/// asked for, once. A class, because all workers share what is read.
final class ProjectModules: Sendable {
  private let files: [SourceFile]
  /// By the name of the module without its packages.
  private let byName: [Substring: [Int]]
  /// The names of all folders and modules: an absolute import of the project begins with one.
  private let roots: Set<Substring>
  private let constants = Mutex(Constants())

  /// What was asked so far. The modules themselves are let go again, all but the last few: many files ask for the
  /// names of one module, one after the other.
  private struct Constants {
    var values: [Int: [String: PythonValue?]] = [:]
    var modules: [(file: Int, evaluation: PythonEvaluation?)] = []

    static let moduleLimit = 4
  }

  init(_ files: [SourceFile]) {
    self.files = files.filter { $0.language == .python }
    var byName: [Substring: [Int]] = [:]
    for (index, file) in self.files.enumerated() {
      byName[ProjectModules.name(of: file.path), default: []].append(index)
    }
    self.byName = byName
    var roots = Set(byName.keys)
    var last: Substring = ""
    for file in self.files {
      let folder = file.path[..<(file.path.utf8.lastIndex(of: UInt8(ascii: "/")) ?? file.path.startIndex)]
      guard folder != last else { continue }
      last = folder
      roots.formUnion(folder.split(separator: "/"))
    }
    self.roots = roots
  }

  /// `jobs` of `app/jobs.py` and of `app/jobs/__init__.py`.
  private static func name(of path: String) -> Substring {
    let bytes = path.utf8
    func slash(before end: String.Index) -> String.Index {
      bytes[..<end].lastIndex(of: UInt8(ascii: "/")).map { bytes.index(after: $0) } ?? bytes.startIndex
    }
    let start = slash(before: bytes.endIndex)
    let name = path[start...]
    guard name == "__init__.py", start > bytes.startIndex else { return name.dropLast(3) }
    let end = bytes.index(before: start)
    return path[slash(before: end)..<end]
  }

  /// What a name that a file imports stands for, if it is a constant of a module of the project.
  func constant(_ name: PythonSource.ImportedName, from path: String) -> PythonValue? {
    guard let first = name.path.first, name.level > 0 || roots.contains(Substring(first)) else { return nil }
    // `module.NAME`, or `module.Class.NAME`.
    for count in 1...2 where name.path.count >= count {
      let module = Array(name.path.dropLast(count))
      guard let file = file(of: module, level: name.level, from: path) else { continue }
      if let value = constant(name.path.suffix(count).joined(separator: "."), of: file) { return value }
    }
    return nil
  }

  private func constant(_ name: String, of file: Int) -> PythonValue? {
    constants.withLock { constants in
      if let known = constants.values[file]?[name] { return known }
      let open = constants.modules.firstIndex { $0.file == file }
      var module = open.map { constants.modules.remove(at: $0).evaluation } ?? evaluation(of: files[file])
      let first = name.prefix { $0 != "." }
      var value = module?.global(String(first), isNewQuestion: true)
      if first.count < name.count { value = module?.globals[name] }
      value = value.flatMap(ProjectModules.shared)
      constants.values[file, default: [:]][name] = .some(value)
      constants.modules.append((file, module))
      if constants.modules.count > Constants.moduleLimit { constants.modules.removeFirst() }
      return value
    }
  }

  private func evaluation(of file: SourceFile) -> PythonEvaluation? {
    guard let bytes = try? readSource(file.absolutePath, limit: SourceBytes.defaultLimit) else { return nil }
    let text = SourceText(path: file.path, language: .python, paddedBytes: bytes.bytes, count: bytes.count)
    return PythonSource(text).map { PythonEvaluation($0) }
  }

  /// Functions cannot be followed into another file.
  private static func shared(_ value: PythonValue) -> PythonValue? {
    switch value {
    case .function, .unknown, .name, .attribute, .call: nil
    default: value
    }
  }

  private func file(of module: [String], level: Int, from path: String) -> Int? {
    if level == 0, byName[Substring(module.last ?? "")] == nil { return nil }
    var folders = path.split(separator: "/").dropLast().map(String.init)
    if level > 0 {
      guard folders.count >= level - 1 else { return nil }
      folders.removeLast(level - 1)
      let whole = (folders + module).joined(separator: "/")
      return find(module.last ?? folders.last ?? "") { $0 == whole + ".py" || $0 == whole + "/__init__.py" }
    }
    guard let last = module.last else { return nil }
    let whole = "/" + module.joined(separator: "/")
    return find(last) { path in
      let path = "/" + path
      return path.hasSuffix(whole + ".py") || path.hasSuffix(whole + "/__init__.py")
    }
  }

  /// The first file of that module's name which fits.
  private func find(_ name: String, _ fits: (String) -> Bool) -> Int? {
    byName[Substring(name)]?.first { fits(files[$0].path) }
  }
}
