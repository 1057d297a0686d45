import SourceScan

/// A name by which a framework is told in files that do not import it: `SessionLocal`, `db.Session`, `Book.objects`.
struct TellingName: Sendable {
  enum Place: Sendable {
    case imported
    /// From a module that is called so.
    case importedFrom(module: Symbol)
    /// Behind a dot, and then behind a name that is written like a class.
    case attribute, classAttribute
  }

  var name: Symbol
  var place: Place
  var framework: Int

  func stands(in file: ScannedFile) -> Bool {
    guard file.stream.seen.contains(name) else { return false }
    switch place {
    case .imported: return isImported(in: file, from: nil)
    case .importedFrom(let module): return file.stream.seen.contains(module) && isImported(in: file, from: module)
    case .attribute: return isAttribute(in: file) { _ in true }
    case .classAttribute: return isAttribute(in: file) { file.isClassName($0) || file.isKeptClass($0) }
    }
  }

  private func isImported(in file: ScannedFile, from module: Symbol?) -> Bool {
    let imports = file.outline.imports
    func symbol(_ segment: UInt32) -> Symbol { file.stream.tokens[Int(imports.segments[Int(segment)])].symbol }
    return imports.entries.contains { entry in
      guard let last = entry.path.last, symbol(last) == name else { return false }
      guard let module else { return true }
      return entry.path.count > 1 && symbol(last - 1) == module
    }
  }

  private func isAttribute(in file: ScannedFile, of isOwner: (UInt32) -> Bool) -> Bool {
    let tokens = file.stream.tokens
    return file.stream.occurrences.contains { index in
      index > 1 && tokens[Int(index)].symbol == name && tokens[Int(index) - 1].symbol == .dot && isOwner(index - 2)
    }
  }
}
