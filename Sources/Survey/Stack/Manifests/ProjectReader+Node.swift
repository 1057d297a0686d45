import RuleFiles
import Vocabulary

extension ProjectReader {
  /// `package.json`, of a workspace or of its root.
  mutating func readPackageJSON() {
    guard let manifest: PackageJSON = decodeJSON() else { return }
    note(manifest.dependencies, in: "\"dependencies\"", .main)
    note(manifest.peerDependencies, in: "\"peerDependencies\"", .optional)
    note(manifest.optionalDependencies, in: "\"optionalDependencies\"", .optional)
    note(manifest.devDependencies, in: "\"devDependencies\"", .development)
  }

  private mutating func note(_ ranges: [String: String]?, in section: String, _ standing: Standing) {
    for (name, range) in (ranges ?? [:]).sorted(by: { $0.key < $1.key }) {
      guard !isFull, catalogue.package(name, .javascript) != nil else { continue }
      let exact = exactVersion(range)
      note(
        PackageMention(
          name: name, language: .javascript, source: .manifest, line: text.line(of: "\"\(name)\"", behind: section),
          standing: standing, version: exact, requirement: exact == nil ? versionRange(range) : nil))
    }
  }

  /// `package-lock.json`: since its second version `packages` by their paths, before it `dependencies` by name.
  mutating func readPackageLock() {
    guard let lock: PackageLock = decodeJSON() else { return }
    for (path, package) in lock.packages ?? [:] {
      // What is nested in another package is there for that package alone.
      guard path.hasPrefix("node_modules/"), path.split(separator: "/").count(where: { $0 == "node_modules" }) == 1
      else { continue }
      noteLocked(String(path.dropFirst("node_modules/".count)), package.version, line: "\"\(path)\"")
    }
    if lock.packages == nil {
      for (name, package) in lock.dependencies ?? [:] { noteLocked(name, package.version, line: "\"\(name)\"") }
    }
  }

  private mutating func noteLocked(_ name: String, _ version: String?, line: String) {
    guard catalogue.package(name, .javascript) != nil else { return }
    note(
      PackageMention(
        name: name, language: .javascript, source: .lockFile, line: text.line(of: line),
        version: version.flatMap(exactVersion)))
  }

  /// `yarn.lock` of both kinds: the ranges that are met, then the version that meets them.
  mutating func readYarnLock() {
    var name: (text: String, line: Int)?
    for (number, line) in text.lines {
      if line.isEmpty || line.hasPrefix("#") { continue }
      if !line.hasPrefix(" ") {
        // `"@scope/name@^1.0.0, @scope/name@^1.1.0":` or `name@npm:^1.0.0:`
        let first = line.drop { $0 == "\"" }
        let at = first.dropFirst().firstIndex(of: "@")
        name = at.map { (String(first[..<$0]), number) }
      } else if let found = name, line.hasPrefix("  version") {
        let version = line.dropFirst("  version".count).drop { $0 == ":" || $0 == " " }.trimmed.unquoted
        if catalogue.package(found.text, .javascript) != nil {
          note(
            PackageMention(
              name: found.text, language: .javascript, source: .lockFile, line: found.line,
              version: exactVersion(version)))
        }
        name = nil
      }
    }
  }

  /// `pnpm-lock.yaml`: the keys of `packages` are `/name@1.0.0`, `/name/1.0.0` or `name@1.0.0(peer@2.0.0)`.
  mutating func readPnpmLock() {
    let (documents, fault) = readForeignYAML(text.bytes, file: text.path)
    if let fault { complainOfSyntax("YAML", line: fault.origin.line, reason: fault.message) }
    for entry in documents.flatMap({ $0["packages"]?.entries ?? [] }) {
      var key = Substring(entry.key)
      if key.hasPrefix("/") { key = key.dropFirst() }
      if let peers = key.firstIndex(of: "(") { key = key[..<peers] }
      // The name ends where a digit stands behind a mark; the one before a scope is none.
      let marks = key.indices.dropFirst().filter { key[$0] == "@" || key[$0] == "/" }
      guard let separator = marks.first(where: { key[key.index(after: $0)...].first?.isNumber ?? false }) else {
        continue
      }
      let name = String(key[..<separator])
      guard catalogue.package(name, .javascript) != nil else { continue }
      note(
        PackageMention(
          name: name, language: .javascript, source: .lockFile, line: Int(entry.line),
          version: exactVersion(key[key.index(after: separator)...].prefix { $0 != "_" })))
    }
  }
}

private struct PackageJSON: Decodable {
  var dependencies: [String: String]?
  var devDependencies: [String: String]?
  var peerDependencies: [String: String]?
  var optionalDependencies: [String: String]?
}

private struct PackageLock: Decodable {
  struct Package: Decodable {
    var version: String?
  }

  var packages: [String: Package]?
  var dependencies: [String: Package]?
}
