import SourceScan
import Synchronization
import Vocabulary

/// The Python modules of a project, by the names that imports use, and the constants at their top: read when first
/// asked for, once. A class, because all workers share what is read.
final class ProjectModules: Sendable {
  private let files: [SourceFile]
  private let state = Mutex(State())

  private struct State {
    /// By the name of the module without its packages; made when first needed.
    var byName: [Substring: [Int]]?
    var constants: [Int: [String: PythonValue]] = [:]
  }

  init(_ files: [SourceFile]) { self.files = files.filter { $0.language == .python } }

  /// What a name that a file imports stands for, if it is a constant of a module of the project.
  func constant(_ name: PythonSource.ImportedName, from path: String) -> PythonValue? {
    guard !name.path.isEmpty else { return nil }
    return state.withLock { state in
      // `module.NAME`, or `module.Class.NAME`.
      for count in 1...2 where name.path.count >= count {
        let module = name.path.dropLast(count)
        guard let file = file(of: Array(module), level: name.level, from: path, &state) else { continue }
        let constants = constants(of: file, &state)
        if let value = constants[name.path.suffix(count).joined(separator: ".")] { return ProjectModules.shared(value) }
      }
      return nil
    }
  }

  /// Functions cannot be followed into another file.
  private static func shared(_ value: PythonValue) -> PythonValue? {
    switch value {
    case .function, .unknown, .name, .attribute: nil
    default: value
    }
  }

  private func constants(of file: Int, _ state: inout State) -> [String: PythonValue] {
    if let known = state.constants[file] { return known }
    var constants: [String: PythonValue] = [:]
    if let bytes = try? readSource(files[file].absolutePath, limit: SourceBytes.defaultLimit) {
      let text = SourceText(
        path: files[file].path, language: .python, paddedBytes: bytes.bytes, count: bytes.count)
      if let source = PythonSource(text) {
        var evaluation = PythonEvaluation(source)
        evaluation.runModule()
        constants = evaluation.names
      }
    }
    state.constants[file] = constants
    return constants
  }

  private func file(of module: [String], level: Int, from path: String, _ state: inout State) -> Int? {
    var folders = path.split(separator: "/").dropLast().map(String.init)
    if level > 0 {
      guard folders.count >= level - 1 else { return nil }
      folders.removeLast(level - 1)
      let whole = (folders + module).joined(separator: "/")
      return find(module.last ?? folders.last ?? "", &state) { $0 == whole + ".py" || $0 == whole + "/__init__.py" }
    }
    guard let last = module.last else { return nil }
    let whole = "/" + module.joined(separator: "/")
    return find(last, &state) { path in
      let path = "/" + path
      return path.hasSuffix(whole + ".py") || path.hasSuffix(whole + "/__init__.py")
    }
  }

  /// The first file of that module's name which fits.
  private func find(_ name: String, _ state: inout State, _ fits: (String) -> Bool) -> Int? {
    if state.byName == nil {
      var byName: [Substring: [Int]] = [:]
      for (index, file) in files.enumerated() {
        let parts = file.path.split(separator: "/")
        guard let last = parts.last else { continue }
        let module = last == "__init__.py" ? parts.dropLast().last ?? "" : last.dropLast(3)
        byName[module, default: []].append(index)
      }
      state.byName = byName
    }
    return state.byName?[Substring(name)]?.first { fits(files[$0].path) }
  }
}
