import SourceScan
import Vocabulary

/// Engines, sessions and pools as code makes them.
extension PythonReader {
  /// The words of which one stands in a file that makes an engine, a session or a pool.
  static let engineWords = ["_engine(", "sessionmaker", "Session(", "SQLAlchemy(", "_pool(", "ConnectionPool("].map(
    ByteSearch.init)

  /// - Parameter makers: those whose libraries the file imports.
  mutating func readEngines(_ makers: MakerFamily) {
    let tokens = file.stream.tokens
    for index in tokens.indices.dropLast() where tokens[index].kind == .name {
      let token = UInt32(index)
      guard tokens[index + 1].symbol == .leftParen, let maker = PythonReader.makers[word(token)],
        makers.contains(maker.family),
        let inside = inside(token + 1), index == 0 || !isDefinition(tokens[index - 1])
      else { continue }
      read(maker, at: token, arguments(inside))
    }
    if makers.contains(.engines), holds("_engine(") { readDictionaries() }
  }

  private func isDefinition(_ token: Token) -> Bool { token.symbol == .def || token.symbol == .class }

  /// Whose functions they are: other libraries have a `Session` and a `create_pool`, too.
  struct MakerFamily: OptionSet {
    let rawValue: Int

    /// SQLAlchemy's.
    static let engines = MakerFamily(rawValue: 1)
    /// Those of drivers.
    static let pools = MakerFamily(rawValue: 2)
  }

  /// What a function makes.
  private struct Maker {
    var family = MakerFamily.engines
    var arguments: [String: DatabaseSetting]
    /// It shows in which mode this technology is used.
    var technology: String?
    var mode: Technology.Mode?
    var takesURL = false
  }

  private static let makers: [String: Maker] = {
    let known = DatabaseSettingName.ofArgument
    let pool = DatabaseSettingName.ofPoolArgument
    var makers: [String: Maker] = [
      "create_engine": Maker(arguments: known, technology: "sqlalchemy", mode: .sync, takesURL: true),
      "create_async_engine": Maker(arguments: known, technology: "sqlalchemy", mode: .async, takesURL: true),
      "async_sessionmaker": Maker(arguments: known, technology: "sqlalchemy", mode: .async),
      "AsyncSession": Maker(arguments: known, technology: "sqlalchemy", mode: .async),
      "sessionmaker": Maker(arguments: known),
      "Session": Maker(arguments: known),
      "SQLAlchemy": Maker(arguments: known),
    ]
    for name in ["create_pool", "ConnectionPool", "AsyncConnectionPool"] {
      makers[name] = Maker(family: .pools, arguments: pool)
    }
    return makers
  }()

  private mutating func read(_ maker: Maker, at token: UInt32, _ arguments: [(name: String?, value: Range<UInt32>)]) {
    if let name = maker.technology, let technology = catalogue.technology(named: name) {
      note(technology, at: token, mode: maker.mode)
    }
    if maker.takesURL, let first = arguments.first(where: { $0.name == nil || $0.name == "url" }) {
      noteURLs(in: first.value)
    }
    for argument in arguments {
      guard let name = argument.name else { continue }
      if let setting = maker.arguments[name] {
        note(setting, argument.value, isCertain: true)
      } else if name == "class_", argument.value.contains(where: { word($0) == "AsyncSession" }),
        let technology = catalogue.technology(named: "sqlalchemy")
      {
        note(technology, at: token, mode: .async)
      }
    }
  }

  private mutating func noteURLs(in range: Range<UInt32>) {
    for token in range where kind(token) == .string || kind(token) == .stringStart { noteURL(at: token) }
  }

  /// `{"pool_size": 5}` and `options["pool_size"] = 5`, from which arguments are made later.
  private mutating func readDictionaries() {
    let tokens = file.stream.tokens
    for index in tokens.indices.dropLast(2) where tokens[index].kind == .string {
      let token = UInt32(index)
      guard let key = stringContent(token), let setting = DatabaseSettingName.ofArgument[key] else { continue }
      var start: UInt32?
      if tokens[index + 1].symbol == .colon {
        start = token + 2
      } else if tokens[index + 1].symbol == .rightBracket, tokens[index + 2].symbol == .assign {
        start = token + 3
      }
      if let start, let end = file.stream.expressionEnd(start, limit: UInt32(tokens.count)), end > start {
        note(setting, start..<end, isCertain: false)
      }
    }
  }
}
