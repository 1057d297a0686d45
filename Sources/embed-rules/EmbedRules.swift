import Foundation

/// `embed-rules RULES SOURCE STAMP` writes the YAML files of the folder RULES, and of the folders below it, into the Swift
/// file SOURCE, which is left alone when nothing has changed. Runs in every build of the package: STAMP is among its
/// inputs, and it writes STAMP anew.
@main
enum EmbedRules {
  static func main() {
    let arguments = CommandLine.arguments
    guard arguments.count == 4 else { fail("usage: embed-rules RULES SOURCE STAMP") }
    do {
      let source = URL(fileURLWithPath: arguments[2])
      let text = Data(swiftSource(of: try ruleFiles(in: URL(fileURLWithPath: arguments[1]))).utf8)
      if (try? Data(contentsOf: source)) != text { try text.write(to: source, options: .atomic) }
      try Data(UUID().uuidString.utf8).write(to: URL(fileURLWithPath: arguments[3]), options: .atomic)
    } catch let error as EmbeddingError {
      fail(error.description)
    } catch {
      fail(error.localizedDescription)
    }
  }

  private static func fail(_ message: String) -> Never {
    FileHandle.standardError.write(Data("error: \(message)\n".utf8))
    exit(1)
  }
}

enum EmbeddingError: Error, CustomStringConvertible {
  case noFolder(String)
  case notUTF8(String)

  var description: String {
    switch self {
    case .noFolder(let path): "cannot list the rule folder \(path); it stands beside Package.swift"
    case .notUTF8(let path): "the rule file \(path) is not UTF-8; save it as UTF-8"
    }
  }
}

/// A rule file: its path, which starts with the name of the rule folder, and its text.
struct RuleText {
  var path: String
  var text: String
}

/// The `.yaml` and `.yml` files below `folder` in the order of their paths, hidden ones left out.
private func ruleFiles(in folder: URL) throws -> [RuleText] {
  guard let walk = FileManager.default.enumerator(atPath: folder.path) else {
    throw EmbeddingError.noFolder(folder.path)
  }
  var names: [String] = []
  while let name = walk.nextObject() as? String {
    let isHidden = name.split(separator: "/").contains { $0.hasPrefix(".") }
    if !isHidden && (name.hasSuffix(".yaml") || name.hasSuffix(".yml")) { names.append(name) }
  }
  return try names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { name in
    let bytes = try Data(contentsOf: folder.appendingPathComponent(name))
    guard let text = String(validating: bytes, as: UTF8.self) else { throw EmbeddingError.notUTF8(name) }
    return RuleText(path: folder.lastPathComponent + "/" + name, text: text)
  }
}

/// One call per file: the compiler checks each by itself, and the texts stay in the program's read-only data until they
/// are asked for.
private func swiftSource(of files: [RuleText]) -> String {
  let calls = files.map { "  take(\(literal($0.path)), \(literal($0.text)))\n" }.joined()
  return """
    // Written by embed-rules from the folder rules.

    /// Hands over the path and the text of each shipped rule file, in the order of the paths.
    func forEachShippedRuleFile(_ take: (_ path: StaticString, _ text: StaticString) -> Void) {
    \(calls)}

    """
}

/// `text` as a string literal.
private func literal(_ text: String) -> String {
  var literal = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\n": literal += "\\n"
    case "\"": literal += "\\\""
    case "\\": literal += "\\\\"
    case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.value == 0xFEFF:
      literal += "\\u{\(String(scalar.value, radix: 16))}"
    default: literal.unicodeScalars.append(scalar)
    }
  }
  return literal + "\""
}
