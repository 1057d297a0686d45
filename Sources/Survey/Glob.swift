/// A pattern over paths as people write it for `--exclude` and `paths:`.
///
/// It means what the same line of a `.gitignore` means, and has braces besides:
/// - without a `/` it speaks of a name at any depth: `*.py`, `migrations`, `test_?.py`;
/// - with one it is anchored at the root: `src/*.py`, `/setup.py`; `**` stands for any number of folders, as in
///   `**/tests/**`;
/// - a `/` at the end asks for a folder;
/// - `{a,b}` are alternatives, `[a-z]` is one character out of a set, `\` takes the next character as it is.
///
/// A pattern that matches a folder matches all that lies in it: `src/legacy` matches `src/legacy/old/job.py`.
package struct Glob: Sendable, Hashable {
  /// The pattern as it was written.
  package let text: String
  private let alternatives: [Alternative]

  private struct Alternative: Sendable, Hashable {
    var pattern: PathPattern
    var foldersOnly: Bool
  }

  package init(_ text: String) throws(GlobError) {
    self.text = text
    var alternatives: [Alternative] = []
    for expanded in try BraceExpansion.expand(text) {
      alternatives.append(try Glob.alternative(expanded, written: text))
    }
    self.alternatives = alternatives
  }

  private static func alternative(_ expanded: [UInt8], written: String) throws(GlobError) -> Alternative {
    let slash = UInt8(ascii: "/")
    var body = expanded[...]
    if body.starts(with: [UInt8(ascii: "."), slash]) { body = body.dropFirst(2) }
    let foldersOnly = body.last == slash
    while body.last == slash { body = body.dropLast() }
    let isNameOnly = !body.contains(slash)
    while body.first == slash { body = body.dropFirst() }
    guard !body.isEmpty else { throw .empty(pattern: written) }
    var reader = PatternReader(Array(body), dialect: .glob, written: written)
    let components = try reader.components().filter { $0 != .literal([]) }
    return Alternative(
      pattern: PathPattern(components: components, isNameOnly: isNameOnly), foldersOnly: foldersOnly)
  }

  /// Whether the file at `path` matches, or a folder it lies in.
  ///
  /// - Parameter path: relative to the root, parts separated by `/`.
  package func matches(_ path: String) -> Bool {
    matches(path.utf8.span, isFolder: false)
  }

  /// The same over UTF-8 bytes; `isFolder` says whether `path` is itself a folder.
  package func matches(_ path: Span<UInt8>, isFolder: Bool) -> Bool {
    matches(path, from: 0, isFolder: isFolder)
  }

  /// The same over the bytes of `text` from `lower` on.
  func matches(_ text: Span<UInt8>, from lower: Int, isFolder: Bool) -> Bool {
    var nameStart = lower
    while nameStart < text.count {
      let end = endOfPart(text, nameStart, text.count)
      let isFolderHere = isFolder || end < text.count
      for alternative in alternatives where isFolderHere || !alternative.foldersOnly {
        if alternative.pattern.matches(text, lower, end, nameStart: nameStart) { return true }
      }
      nameStart = end + 1
    }
    return false
  }

  package static func == (left: Glob, right: Glob) -> Bool { left.text == right.text }

  package func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
