import Foundation
import TOMLKit
import Vocabulary

extension ProjectReader {
  /// `poetry.lock`, `uv.lock`, `pdm.lock`: a list of tables `[[package]]`.
  mutating func readPythonLock() {
    guard let document = parseTOML() else { return }
    for package in document["package"]?.array?.compactMap(\.table) ?? [] {
      guard let name = package["name"]?.string, catalogue.package(name, .python) != nil else { continue }
      note(
        PackageMention(
          name: name, language: .python, source: .lockFile, line: text.line(of: "\nname = \"\(name)\"\n") + 1,
          version: package["version"]?.string.flatMap(exactVersion)))
    }
  }

  /// `Pipfile.lock`: JSON with `default` and `develop`.
  mutating func readPipfileLock() {
    guard let lock: PipfileLock = decodeJSON() else { return }
    for (name, package) in [lock.default, lock.develop].compactMap(\.self).flatMap({ $0 }) {
      note(
        PackageMention(
          name: name, language: .python, source: .lockFile, line: text.line(ofString: name),
          version: package.version.flatMap(exactVersion)))
    }
  }

  /// The file as JSON of a shape; says what is wrong when it is none.
  mutating func decodeJSON<Value: Decodable>() -> Value? {
    do {
      return try JSONDecoder().decode(Value.self, from: Data(text.bytes))
    } catch let error as DecodingError {
      // The words of the error may repeat a value; where it stands does not.
      let path =
        switch error {
        case .keyNotFound(let key, let context): (context.codingPath + [key]).dotted
        case .typeMismatch(_, let context), .valueNotFound(_, let context): context.codingPath.dotted
        case .dataCorrupted, _: ""
        }
      complainOfSyntax(
        "JSON", reason: path.isEmpty ? "it cannot be parsed" : "`\(path)` is not of the type that is expected there")
    } catch {
      complainOfSyntax("JSON", reason: "it cannot be parsed")
    }
    return nil
  }
}

private struct PipfileLock: Decodable {
  struct Package: Decodable {
    var version: String?
  }

  var `default`: [String: Package]?
  var develop: [String: Package]?
}

extension [any CodingKey] {
  fileprivate var dotted: String { prefix(4).map(\.stringValue).joined(separator: ".") }
}
