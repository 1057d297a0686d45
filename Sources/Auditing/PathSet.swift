import Survey

/// Many path patterns at once, each with the number of what it stands for. The shapes that contexts are written in
/// (`**/tests/**`, `scripts/**`, `**/test_*.py`, `**/alembic/env.py`, `setup.py`) are asked by comparing the path's parts;
/// what is written otherwise is asked as a glob.
struct PathSet: Sendable {
  /// Some parts that stand behind each other.
  private struct Shape: Sendable {
    /// In `parts`.
    var parts: Range<Int>
    /// They are folders that the file lies in; otherwise the last one may be the file's name.
    var areFolders: Bool
    /// They begin at the root.
    var isAtRoot: Bool
    var number: Int
  }

  private var shapes: [Shape] = []
  /// The shapes whose first part has no `*`, by its hash: nearly all, so that a path's parts tell which few may fit.
  private var byFirst: [UInt32: [Int]] = [:]
  /// One bit for the lowest bits of each hash in `byFirst`.
  private var isKnown: UInt64 = 0
  /// The others, with what the first part begins and ends with; 0 when it may be anything.
  private var others: [(shape: Int, first: UInt8, last: UInt8)] = []
  /// Each as a range of `texts`: what stands between its `*`.
  private var parts: [Range<Int>] = []
  /// Of `bytes`. Flat, because every path is held against all of them.
  private var texts: [Range<Int>] = []
  private var bytes: [UInt8] = []
  private var globs: [(glob: Glob, number: Int)] = []

  init(_ globs: [(glob: Glob, number: Int)]) {
    for entry in globs where !add(entry.glob.text, entry.number) { self.globs.append(entry) }
  }

  /// `false` for what is no such shape.
  private mutating func add(_ pattern: String, _ number: Int) -> Bool {
    let all = pattern.split(separator: "/", omittingEmptySubsequences: false).map { Array($0.utf8) }
    let anywhere = Array("**".utf8)
    var wanted = all[...]
    let isAtRoot = wanted.count > 1 && wanted.first != anywhere
    if wanted.first == anywhere { wanted.removeFirst() }
    let areFolders = wanted.last == anywhere
    if areFolders { wanted.removeLast() }
    guard !wanted.isEmpty, wanted.allSatisfy(PathSet.isPlain), !isAtRoot || areFolders else { return false }
    let first = parts.count
    for part in wanted {
      let start = texts.count
      for text in part.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false) {
        texts.append(bytes.count..<bytes.count + text.count)
        bytes += text
      }
      parts.append(start..<texts.count)
    }
    if parts[first].count == 1 {
      let hash = PathParts.hash(bytes, texts[parts[first].lowerBound])
      byFirst[hash, default: []].append(shapes.count)
      isKnown |= PathSet.bit(of: hash)
    } else {
      others.append(
        (
          shapes.count, wanted[wanted.startIndex].plainEnd(first: true),
          wanted[wanted.startIndex].plainEnd(first: false)
        ))
    }
    shapes.append(Shape(parts: first..<parts.count, areFolders: areFolders, isAtRoot: isAtRoot, number: number))
    return true
  }

  /// Nothing special in it but single stars.
  private static func isPlain(_ part: [UInt8]) -> Bool {
    !part.isEmpty && !part.contains { "?[{\\!".utf8.contains($0) }
      && !zip(part, part.dropFirst()).contains { $0 == UInt8(ascii: "*") && $1 == UInt8(ascii: "*") }
  }

  private static func bit(of hash: UInt32) -> UInt64 { 1 << UInt64(hash & 63) }

  /// Calls `body` with the number of each pattern that fits a path.
  func each(_ path: PathParts, _ body: (Int) -> Void) {
    for start in path.parts.indices {
      if isKnown & PathSet.bit(of: path.hashes[start]) != 0 {
        for shape in byFirst[path.hashes[start]] ?? [] where fits(shapes[shape], path, at: start) {
          body(shapes[shape].number)
        }
      }
      let part = path.parts[start]
      if part.isEmpty { continue }
      let (first, last) = (path.bytes[part.lowerBound], path.bytes[part.upperBound - 1])
      for other in others where other.first == 0 || other.first == first {
        guard other.last == 0 || other.last == last, fits(shapes[other.shape], path, at: start) else { continue }
        body(shapes[other.shape].number)
      }
    }
    for entry in globs where entry.glob.matches(path.text) { body(entry.number) }
  }

  /// What matches a folder matches all that lies in it.
  private func fits(_ shape: Shape, _ path: PathParts, at start: Int) -> Bool {
    let count = shape.areFolders ? path.parts.count - 1 : path.parts.count
    guard start + shape.parts.count <= count, start == 0 || !shape.isAtRoot else { return false }
    for index in shape.parts {
      if !fits(parts[index], path, path.parts[start + index - shape.parts.lowerBound]) { return false }
    }
    return true
  }

  /// Whether a part of a path is made of some texts with anything between them.
  private func fits(_ wanted: Range<Int>, _ path: PathParts, _ part: Range<Int>) -> Bool {
    let first = texts[wanted.lowerBound]
    if wanted.count == 1 { return part.count == first.count && stands(first, in: path, at: part.lowerBound) }
    let last = texts[wanted.upperBound - 1]
    guard part.count >= first.count + last.count, stands(first, in: path, at: part.lowerBound),
      stands(last, in: path, at: part.upperBound - last.count)
    else { return false }
    var start = part.lowerBound + first.count
    let end = part.upperBound - last.count
    for index in wanted.dropFirst().dropLast() {
      let text = texts[index]
      while start + text.count <= end, !stands(text, in: path, at: start) { start += 1 }
      guard start + text.count <= end else { return false }
      start += text.count
    }
    return true
  }

  private func stands(_ text: Range<Int>, in path: PathParts, at start: Int) -> Bool {
    for offset in 0..<text.count where bytes[text.lowerBound + offset] != path.bytes[start + offset] { return false }
    return true
  }
}

extension [UInt8] {
  /// The first or last byte of a part of a pattern; 0 for a `*`.
  fileprivate func plainEnd(first: Bool) -> UInt8 {
    guard let byte = first ? self.first : last, byte != UInt8(ascii: "*") else { return 0 }
    return byte
  }
}

/// A path taken apart, so that many sets can be asked about it.
struct PathParts {
  let text: String
  let bytes: [UInt8]
  /// Of `bytes`: the folders, from the root on, and last the file's name.
  let parts: [Range<Int>]
  /// Of each part.
  let hashes: [UInt32]

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
    hashes = parts.map { [bytes] in PathParts.hash(bytes, $0) }
  }

  static func hash(_ bytes: [UInt8], _ range: Range<Int>) -> UInt32 {
    var hash: UInt32 = 0x811C_9DC5
    for index in range { hash = (hash ^ UInt32(bytes[index])) &* 0x0100_0193 }
    return hash ^ hash >> 16
  }
}
