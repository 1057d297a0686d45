import Glibc
import SourceScan

/// What the beginnings of a Python file's lines give away. It is looked at without lexing, so that thousands of files
/// cost little: what it shows may stand in a string, and whoever needs to be certain lexes the file.
struct PythonGlance: Sendable {
  /// A line that looks like an import of a known module.
  struct ImportLine: Sendable {
    /// As the catalogue names it: the longest known path.
    var module: String
    /// Byte offset of the word `import` or `from`.
    var offset: Int
    /// It is indented: in a function, a branch or a `try`.
    var isNested: Bool
  }

  private(set) var imports: [ImportLine] = []
  /// A setting of Django or Flask, or the address of a database, seems to be assigned.
  private(set) var hasSettings = false

  /// - Parameters:
  ///   - source: with its padding.
  ///   - known: the first parts of the modules that are looked for, and whether a whole path is one of them.
  init(_ source: SourceBytes, known: KnownModules) {
    let bytes = source.bytes.span
    var seen: Set<String> = []
    var start = 0
    while start < source.count {
      var at = start
      while bytes[at] == UInt8(ascii: " ") || bytes[at] == UInt8(ascii: "\t") { at += 1 }
      switch bytes[at] {
      case UInt8(ascii: "i"), UInt8(ascii: "f"):
        if let nameStart = PythonGlance.nameStart(bytes, at),
          let root = known.firstRoot(bytes, nameStart, isFrom: bytes[at] == UInt8(ascii: "f")),
          !(root.isAlone && seen.contains(root.module))
        {
          for module in known.modules(onLineAt: nameStart, isFrom: bytes[at] == UInt8(ascii: "f"), source)
          where seen.insert(module).inserted {
            imports.append(ImportLine(module: module, offset: at, isNested: at > start))
          }
        }
      case UInt8(ascii: "D"), UInt8(ascii: "S"), UInt8(ascii: "C"), UInt8(ascii: "d"), UInt8(ascii: "s"),
        UInt8(ascii: "A"):
        if !hasSettings { hasSettings = PythonGlance.beginsSetting(bytes, at) }
      default: break
      }
      guard let end = nextLineEnd(source, from: at) else { break }
      start = end + 1
    }
  }

  /// Where the module's name begins behind `import ` or `from `.
  private static func nameStart(_ bytes: Span<UInt8>, _ at: Int) -> Int? {
    let length = holds(bytes, at, "import ") ? 7 : holds(bytes, at, "from ") ? 5 : 0
    guard length > 0 else { return nil }
    var start = at + length
    while bytes[start] == UInt8(ascii: " ") { start += 1 }
    return start
  }

  private static func beginsSetting(_ bytes: Span<UInt8>, _ at: Int) -> Bool {
    holds(bytes, at, "DATABASE") || holds(bytes, at, "SQLALCHEMY_") || holds(bytes, at, "CACHES")
      || holds(bytes, at, "CELERY_") || holds(bytes, at, "DB_UR") || holds(bytes, at, "database_ur")
      || holds(bytes, at, "db_ur") || holds(bytes, at, "sqlalchemy_database_ur") || holds(bytes, at, "ASYNC_DATABASE")
  }
}

/// The modules that are looked for in code.
struct KnownModules: Sendable {
  /// The first part of known modules.
  struct Root: Sendable {
    var module: String
    /// It is the only known module that begins so: once it is seen, nothing more can come of it.
    var isAlone: Bool
  }

  private let modules: Set<String>
  /// By the hash of the name.
  private var roots: [UInt64: Root] = [:]
  /// By first letter, which passes over most lines.
  private var beginnings: [Bool] = Array(repeating: false, count: 256)

  init(_ catalogue: TechnologyCatalogue) {
    modules = Set(catalogue.imports.keys)
    for module in modules {
      let name = module.prefix { $0 != "." }
      let bytes = Array(name.utf8) + [0]
      let hash = KnownModules.hash(bytes.span, 0)
      roots[hash] = Root(module: String(name), isAlone: roots[hash] == nil && name.utf8.count == module.utf8.count)
      beginnings[Int(bytes[0])] = true
    }
  }

  /// The root that a module's name begins with. That another name has the same hash is found out where the whole name
  /// is looked up.
  func root(_ bytes: Span<UInt8>, _ at: Int) -> Root? {
    guard beginnings[Int(bytes[at])] else { return nil }
    return roots[KnownModules.hash(bytes, at)]
  }

  /// The first known root on a line: `import os, redis` names two.
  func firstRoot(_ bytes: Span<UInt8>, _ start: Int, isFrom: Bool) -> Root? {
    if let root = root(bytes, start) { return root }
    guard !isFrom else { return nil }
    var at = start
    while at < bytes.count, bytes[at] != 0x0A, bytes[at] != 0 {
      at += 1
      guard bytes[at - 1] == UInt8(ascii: ",") else { continue }
      while bytes[at] == UInt8(ascii: " ") { at += 1 }
      if let root = root(bytes, at) { return Root(module: root.module, isAlone: false) }
    }
    return nil
  }

  /// Of the identifier that begins at `start` (FNV-1a).
  private static func hash(_ bytes: Span<UInt8>, _ start: Int) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    var at = start
    while isName(bytes[at]) {
      hash = (hash ^ UInt64(bytes[at])) &* 0x0100_0000_01B3
      at += 1
    }
    return hash
  }

  private static func isName(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// The known modules that an import names, each the longest known beginning of a path: for `from redis import asyncio`
  /// it is `redis.asyncio`, for `import redis, os` it is `redis`.
  func modules(onLineAt start: Int, isFrom: Bool, _ source: SourceBytes) -> [String] {
    var end = start
    let bytes = source.bytes
    while end < source.count, bytes[end] != 0x0A, bytes[end] != UInt8(ascii: "#"), end - start < 400 { end += 1 }
    let line = String(decoding: bytes[start..<end], as: UTF8.self)
    var paths: [String] = []
    if isFrom {
      // Prose that begins with `from` has no `import` behind one name.
      guard let word = line.firstRange(of: " import") else { return [] }
      let module = line[..<word.lowerBound].trimmed
      guard !module.contains(" ") else { return [] }
      paths = line[word.upperBound...].split { ",()\\".contains($0) }.map { name in
        module + "." + (name.split(separator: " ").first ?? "")
      }
      if paths.isEmpty { paths = [String(module)] }
    } else {
      paths = line.split { ",;\r".contains($0) }.map { String($0.split(separator: " ").first ?? "") }
    }
    var found: [String] = []
    for path in paths {
      if let module = longestKnown(path), !found.contains(module) { found.append(module) }
    }
    return found
  }

  private func longestKnown(_ path: String) -> String? {
    var path = Substring(path)
    while !path.isEmpty {
      if modules.contains(String(path)) { return String(path) }
      guard let dot = path.lastIndex(of: ".") else { return nil }
      path = path[..<dot]
    }
    return nil
  }
}

private func holds(_ bytes: Span<UInt8>, _ at: Int, _ word: StaticString) -> Bool {
  // The padding behind the content keeps this inside of the bytes.
  for index in 0..<word.utf8CodeUnitCount where unsafe bytes[at + index] != word.utf8Start[index] { return false }
  return true
}

private func nextLineEnd(_ source: SourceBytes, from start: Int) -> Int? {
  guard start < source.count else { return nil }
  return unsafe source.bytes.withUnsafeBytes { bytes in
    let base = bytes.baseAddress!
    return unsafe memchr(base + start, 0x0A, source.count - start).map { unsafe UnsafeRawPointer($0) - base }
  }
}
