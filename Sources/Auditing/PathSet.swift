import Survey

/// Many path patterns at once. The shapes that contexts are written in (`**/tests/**`, `scripts/**`, `**/test_*.py`,
/// `**/alembic/env.py`, `setup.py`) are asked by comparing the path's parts; what is written otherwise is asked as a
/// glob.
struct PathSet: Sendable {
  /// Some parts that stand behind each other.
  private struct Shape: Sendable {
    /// Each as what stands between its `*`.
    var parts: [[[UInt8]]]
    /// They are folders that the file lies in; otherwise the last one may be the file's name.
    var areFolders: Bool
    /// They begin at the root.
    var isAtRoot: Bool
  }

  private var shapes: [Shape] = []
  private var others: [Glob] = []

  init(_ globs: [Glob]) {
    for glob in globs {
      if let shape = PathSet.shape(glob.text) { shapes.append(shape) } else { others.append(glob) }
    }
  }

  private static func shape(_ text: String) -> Shape? {
    let all = text.split(separator: "/", omittingEmptySubsequences: false).map { Array($0.utf8) }
    let anywhere = Array("**".utf8)
    var parts = all[...]
    let isAtRoot = parts.count > 1 && parts.first != anywhere
    if parts.first == anywhere { parts.removeFirst() }
    let areFolders = parts.last == anywhere
    if areFolders { parts.removeLast() }
    guard !parts.isEmpty, parts.allSatisfy(isPlain), !isAtRoot || areFolders else { return nil }
    return Shape(
      parts: parts.map { $0.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false).map(Array.init) },
      areFolders: areFolders, isAtRoot: isAtRoot)
  }

  /// Nothing special in it but single stars.
  private static func isPlain(_ part: [UInt8]) -> Bool {
    !part.isEmpty && !part.contains { "?[{\\!".utf8.contains($0) }
      && !zip(part, part.dropFirst()).contains { $0 == UInt8(ascii: "*") && $1 == UInt8(ascii: "*") }
  }

  func contains(_ path: PathParts) -> Bool {
    for shape in shapes where PathSet.fits(shape, path) { return true }
    return others.contains { $0.matches(path.text) }
  }

  private static func fits(_ shape: Shape, _ path: PathParts) -> Bool {
    let count = shape.areFolders ? path.parts.count - 1 : path.parts.count
    if shape.isAtRoot { return count >= shape.parts.count && fits(shape, path, at: 0) }
    // What matches a folder matches all that lies in it.
    var start = 0
    while start + shape.parts.count <= count {
      if fits(shape, path, at: start) { return true }
      start += 1
    }
    return false
  }

  private static func fits(_ shape: Shape, _ path: PathParts, at start: Int) -> Bool {
    for index in shape.parts.indices where !fits(shape.parts[index], path.bytes[path.parts[start + index]]) {
      return false
    }
    return true
  }

  /// Whether a part is made of some texts with anything between them.
  private static func fits(_ texts: [[UInt8]], _ part: ArraySlice<UInt8>) -> Bool {
    if texts.count == 1 { return part.count == texts[0].count && part.elementsEqual(texts[0]) }
    let last = texts[texts.count - 1]
    guard part.count >= texts[0].count + last.count, part.starts(with: texts[0]),
      part.suffix(last.count).elementsEqual(last)
    else { return false }
    var rest = part.dropFirst(texts[0].count).dropLast(last.count)
    for text in texts[1..<texts.count - 1] {
      while rest.count >= text.count, !rest.starts(with: text) { rest.removeFirst() }
      guard rest.count >= text.count else { return false }
      rest.removeFirst(text.count)
    }
    return true
  }
}

/// A path taken apart, so that many sets can be asked about it.
struct PathParts {
  let text: String
  let bytes: [UInt8]
  /// Of `bytes`: the folders, from the root on, and last the file's name.
  let parts: [Range<Int>]

  /// - Parameter text: relative to the root.
  init(_ text: String) {
    self.text = text
    bytes = Array(text.utf8)
    var parts: [Range<Int>] = []
    var start = 0
    for index in bytes.indices where bytes[index] == UInt8(ascii: "/") {
      parts.append(start..<index)
      start = index + 1
    }
    parts.append(start..<bytes.count)
    self.parts = parts
  }
}
