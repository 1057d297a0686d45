import Vocabulary

/// A requirement as PEP 508 writes it: `SQLAlchemy[asyncio]>=2.0,<3; python_version > "3.8"`.
struct PythonRequirement {
  var name: String
  var extras: [String]
  /// As written, without spaces; `nil` when any version will do or a URL is asked for.
  var range: String?
  var version: String?

  init?(_ text: some StringProtocol) {
    var rest = Substring(text).trimmed
    let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
    guard let first = name.first, first.isLetter || first.isNumber else { return nil }
    self.name = String(name)
    rest = rest[name.endIndex...].trimmed
    extras = []
    if rest.first == "[" {
      guard let close = rest.firstIndex(of: "]") else { return nil }
      extras = rest[..<close].dropFirst().split(separator: ",").map { $0.trimmed.lowercased() }
      rest = rest[close...].dropFirst().trimmed
    }
    if rest.first == "@" { return }
    if let marker = rest.firstIndex(of: ";") { rest = rest[..<marker].trimmed }
    if rest.first == "(", rest.last == ")" { rest = rest.dropFirst().dropLast().trimmed }
    guard rest.isEmpty || "<>=!~".contains(rest.first!) else { return nil }
    range = versionRange(String(rest.filter { !$0.isWhitespace }))
    if rest.hasPrefix("==") { version = exactVersion(rest) }
  }

  func mention(_ source: PackageMention.SourceAndLine, standing: Standing = .main) -> PackageMention {
    PackageMention(
      name: name, language: .python, source: source.source, line: source.line, standing: standing, extras: extras,
      version: version, requirement: version == nil ? range : nil)
  }
}

extension PackageMention {
  /// Where a package is mentioned.
  typealias SourceAndLine = (source: Vocabulary.Evidence.Source, line: Int)
}
