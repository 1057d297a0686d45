/// The rule files that ship inside the program, in the order of their paths: `rules/query-efficiency/….yaml`. The bytes
/// are copied out of the program's read-only data with each call.
package func shippedRuleFiles() -> [(path: String, bytes: [UInt8])] {
  var files: [(path: String, bytes: [UInt8])] = []
  forEachShippedRuleFile { path, text in
    let bytes = text.withUTF8Buffer { unsafe [UInt8]($0) }
    files.append((path: path.description, bytes: bytes))
  }
  return files
}
