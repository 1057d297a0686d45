import Glibc
package import Vocabulary

/// Why a file is left out for what is in it; `nil` when it is to be audited.
///
/// - Parameter path: any path of the file; only its name counts.
package func contentSkipReason(_ source: SourceBytes, language: Language, path: String) -> SkipReason? {
  if holdsZero(source) { return .binary }
  if namesGenerated(path) || GeneratedHeader.isGenerated(source.bytes.span, count: source.count, language: language) {
    return .generated
  }
  return isMinified(source, path: path) ? .minified : nil
}

/// A zero byte within the first 8 KB, which git too takes as the sign of a binary file.
private func holdsZero(_ source: SourceBytes) -> Bool {
  unsafe source.bytes.withUnsafeBytes { bytes in
    unsafe memchr(bytes.baseAddress!, 0, min(source.count, 8192)) != nil
  }
}

/// Protocol buffer compilers name their output so in every language.
private func namesGenerated(_ path: String) -> Bool {
  let generatedEnds = ["_pb2.py", "_pb2_grpc.py", ".pb.go", "_pb.js", "_pb.ts"]
  return generatedEnds.contains { path.utf8.count > $0.utf8.count && path.hasSuffix($0) }
}

/// Lines of more than 500 bytes on average, in a file of 2,000 bytes or more. Such a file is a bundle or a table of
/// data; in either case a finding in it would help nobody. Source code has lines of 30 to 40 bytes on average, so
/// counting stops after a few percent of it.
private func isMinified(_ source: SourceBytes, path: String) -> Bool {
  if path.hasSuffix(".min.js") || path.hasSuffix(".min.mjs") { return true }
  guard source.count >= 2000 else { return false }
  let enough = source.count / 500
  return unsafe source.bytes.withUnsafeBytes { bytes in
    let start = bytes.baseAddress!
    var at = 0
    var lines = 0
    while at < source.count, lines < enough {
      guard let end = unsafe memchr(start + at, 0x0A, source.count - at) else { break }
      at = unsafe UnsafeRawPointer(end) - start + 1
      lines += 1
    }
    return lines < enough
  }
}
