import SourceScan

/// A name by which a framework is told in files that do not import it: `SessionLocal`, `Book.objects`.
struct TellingName: Sendable {
  enum Place: Sendable {
    case imported
    /// Behind a dot, and then behind a name that is written like a class.
    case attribute, classAttribute
  }

  var name: Symbol
  var place: Place
  var framework: Int

  func stands(in file: ScannedFile) -> Bool {
    guard file.stream.seen.contains(name) else { return false }
    let tokens = file.stream.tokens
    if place == .imported {
      let imports = file.outline.imports
      return imports.entries.contains { entry in
        entry.path.last.map { tokens[Int(imports.segments[Int($0)])].symbol == name } ?? false
      }
    }
    return file.stream.occurrences.contains { index in
      index > 1 && tokens[Int(index)].symbol == name && tokens[Int(index) - 1].symbol == .dot
        && (place == .attribute || file.isClassName(index - 2))
    }
  }
}
