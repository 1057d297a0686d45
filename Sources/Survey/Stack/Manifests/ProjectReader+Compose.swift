import RuleFiles
import Vocabulary

extension ProjectReader {
  /// `compose.yaml`: the images of services, and the schemes of URLs in their environment.
  mutating func readCompose() {
    let (documents, fault) = readForeignYAML(text.bytes, file: text.path)
    if let fault { complainOfSyntax("YAML", line: fault.origin.line, reason: fault.message) }
    for service in documents.flatMap({ $0["services"]?.entries ?? [] }) {
      // A service of a profile is started only when it is asked for.
      let standing = min(standing, service.value["profiles"]?.items.isEmpty ?? true ? .main : .optional)
      if let image = service.value["image"], let text = image.text { noteImage(text, image, standing) }
      guard let environment = service.value["environment"] else { continue }
      for entry in environment.entries {
        if let value = entry.value.text {
          noteVariable(entry.key, value, line: Int(entry.line), standing: standing)
        }
      }
      for item in environment.items {
        guard let text = item.text, let sign = text.firstIndex(of: "=") else { continue }
        noteVariable(
          String(text[..<sign]), String(text[text.index(after: sign)...]), line: Int(item.line), standing: standing)
      }
    }
  }

  private mutating func noteImage(_ text: String, _ node: YAMLNode, _ standing: Standing) {
    guard let image = ImageName(text), let technology = catalogue.image(image.name) else { return }
    note(technology, line: Int(node.line), source: .image, standing: standing, version: image.version)
  }
}

/// The name of a container image, without registry and digest.
struct ImageName: Equatable {
  /// `bitnami/postgresql`
  var name: String
  /// The version that the tag begins with: `16` of `16-alpine`, `pg16` and `16.3-3.4`.
  var version: String?

  init?(_ text: String) {
    var text = Substring(ImageName.substituted(text))
    if let digest = text.firstIndex(of: "@") { text = text[..<digest] }
    let lastPart = text.lastIndex(of: "/").map { text.index(after: $0) } ?? text.startIndex
    if let colon = text[lastPart...].firstIndex(of: ":") {
      version = ImageName.version(ofTag: text[text.index(after: colon)...])
      text = text[..<colon]
    }
    var parts = text.split(separator: "/")
    if parts.count > 1, parts[0].contains(".") || parts[0].contains(":") || parts[0] == "localhost" {
      parts.removeFirst()
    }
    guard !parts.isEmpty else { return nil }
    name = parts.joined(separator: "/")
  }

  /// `${VERSION:-16}` is 16; a variable without a default is nothing.
  private static func substituted(_ text: String) -> String {
    var result = ""
    var rest = Substring(text)
    while let open = rest.firstRange(of: "${") {
      result += rest[..<open.lowerBound]
      guard let close = rest[open.upperBound...].firstIndex(of: "}") else { return result }
      let inside = rest[open.upperBound..<close]
      if let dash = inside.firstIndex(of: "-") { result += inside[inside.index(after: dash)...] }
      rest = rest[close...].dropFirst()
    }
    return result + rest
  }

  private static func version(ofTag tag: Substring) -> String? {
    // Images of PostgreSQL with extensions say `pg16` or `2.14.2-pg16`.
    var numbers = tag
    if let postgres = tag.firstRange(of: "pg"), tag[postgres.upperBound...].first?.isNumber ?? false {
      numbers = tag[postgres.upperBound...]
    } else if numbers.hasPrefix("v") {
      numbers = numbers.dropFirst()
    }
    let version = numbers.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    return exactVersion(version.hasSuffix(".") ? version.dropLast() : version)
  }
}
