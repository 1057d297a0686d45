import RuleFiles
import Vocabulary

/// The known technologies, found by what gives them away.
struct TechnologyCatalogue: Sendable {
  /// A module that reveals a technology.
  struct Import: Sendable {
    var technology: Int
    /// It shows that the technology is used asynchronously.
    var isAsync: Bool
  }

  let specs: [TechnologySpec]
  private var packages: [Language: [String: (technology: Int, rank: Int)]] = [:]
  private(set) var imports: [String: Import] = [:]
  private var images: [String: Int] = [:]
  private var schemes: [String: Int] = [:]
  private var settings: [String: Int] = [:]
  private(set) var words: [(word: String, isExact: Bool, technology: Int)] = []
  private var names: [String: Int] = [:]

  init(_ specs: [TechnologySpec]) {
    self.specs = specs
    for (number, spec) in specs.enumerated() {
      names[spec.name.value] = number
      for (language, list) in spec.packages {
        for (rank, name) in list.enumerated() {
          packages[language, default: [:]][normalized(name, language)] = (number, rank)
        }
      }
      for module in spec.imports { imports[module] = Import(technology: number, isAsync: false) }
      for module in spec.asyncImports { imports[module] = Import(technology: number, isAsync: true) }
      for image in spec.images { images[image] = number }
      for scheme in spec.schemes { schemes[scheme] = number }
      for setting in spec.settings { settings[setting] = number }
      words.append((spec.title, true, number))
      for word in spec.words { words.append((word.lowercased(), false, number)) }
    }
  }

  func technology(named name: String) -> Int? { names[name] }

  func package(_ name: String, _ language: Language) -> (technology: Int, rank: Int)? {
    let name = normalized(name, language)
    guard let known = packages[language] else { return nil }
    if let found = known[name] { return found }
    // A Go package within a module, such as `gorm.io/driver/postgres/internal`, or the module's next major version.
    guard language == .go, let slash = name.lastIndex(of: "/") else { return nil }
    return self.package(String(name[..<slash]), .go)
  }

  /// - Parameter scheme: of a URL, such as `postgresql+asyncpg`; gives driver and database.
  func technologies(ofScheme scheme: String) -> [Int] {
    let scheme = scheme.lowercased()
    var found = schemes[scheme].map { [$0] } ?? []
    if let plus = scheme.firstIndex(of: "+"), let base = schemes[String(scheme[..<plus])], !found.contains(base) {
      found.append(base)
    }
    return found
  }

  /// - Parameter name: of an image without registry and tag, such as `bitnami/postgresql`.
  func image(_ name: String) -> Int? {
    let parts = name.lowercased().split(separator: "/")
    if let two = images[parts.suffix(2).joined(separator: "/")] { return two }
    return parts.last.flatMap { images[String($0)] }
  }

  func setting(_ value: String) -> Int? { settings[value] ?? settings[value.lowercased()] }
}

/// The name by which a package index knows a package.
func normalized(_ name: String, _ language: Language) -> String {
  guard language == .python else { return name }
  var result: [UInt8] = []
  for byte in name.utf8 {
    let isSeparator = byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
    if !isSeparator {
      result.append((UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte)
    } else if result.last != UInt8(ascii: "-") {
      result.append(UInt8(ascii: "-"))
    }
  }
  return String(decoding: result, as: UTF8.self)
}
