import RuleFiles
import SourceScan
import Vocabulary

/// Reads the text of a pattern, lexed by its language's lexer, into elements.
struct PatternParser {
  private let tokens: [Token]
  private let text: SourceText
  private var index = 0
  private let words: PatternWords
  private var required: [Symbol] = []
  private var captures: [CaptureName] = []

  /// The operators and reserved words that patterns are lexed with.
  private static let plain = SymbolTable()

  /// Parses, interning the pattern's words, capture names and regular expressions on the way.
  static func parse(
    _ pattern: String, _ language: Language, _ words: PatternWords
  ) throws(PatternFault) -> (elements: [Element], captures: [CaptureName], words: [Symbol]) {
    var code = pattern
    while let last = code.unicodeScalars.last, last == "\n" || last == " " || last == "\r" || last == "\t" {
      code.unicodeScalars.removeLast()
    }
    let text = SourceText(path: "pattern", language: language, text: code)
    guard let file = scan(text, plain) else { throw .noLanguage(language.rawValue) }
    var parser = PatternParser(tokens: file.stream.tokens, text: text, words: words)
    var elements = try parser.sequence(until: nil)
    if parser.index < parser.tokens.count { throw .unexpected(parser.word(parser.index)) }
    // The colon of a header may be left out.
    if elements.count > 1, case .token(.colon) = elements[elements.count - 1] { elements.removeLast() }
    if elements.isEmpty { throw .empty }
    return (elements, parser.captures, parser.required)
  }

  private init(tokens: [Token], text: SourceText, words: PatternWords) {
    self.tokens = tokens
    self.text = text
    self.words = words
  }

  // MARK: Tokens

  private func symbol(_ offset: Int = 0) -> Symbol {
    index + offset < tokens.count ? tokens[index + offset].symbol : .none
  }

  private func kind(_ offset: Int = 0) -> TokenKind? {
    index + offset < tokens.count ? tokens[index + offset].kind : nil
  }

  private func word(_ position: Int) -> String { text.string(tokens[position].range) }

  /// Interns the word at a position as the language spells it.
  private mutating func intern(at position: Int) throws(PatternFault) -> Symbol {
    try intern(text.word(tokens[position]))
  }

  private mutating func intern(_ word: String) throws(PatternFault) -> Symbol {
    guard let symbol = words.symbols.intern(word) else { throw .tooManyWords }
    if !required.contains(symbol) { required.append(symbol) }
    return symbol
  }

  /// `$X`, `$_`, `$...RUN` at the current token: the metavariable's name, `nil` inside for `$_`, and whether it is a run.
  private mutating func metavariable() throws(PatternFault) -> (name: CaptureName?, isRun: Bool)? {
    guard symbol() == .dollar else { return nil }
    var offset = 1
    let isRun = symbol(1) == .ellipsis
    if isRun { offset = 2 }
    guard kind(offset) == .name else { throw .unexpected(word(index)) }
    let name = "$" + word(index + offset)
    index += offset + 1
    if name == "$_" { return (nil, isRun) }
    let number = words.names.number(of: name)
    if !captures.contains(number) { captures.append(number) }
    return (number, isRun)
  }

  // MARK: Elements

  private mutating func sequence(until closing: Symbol?) throws(PatternFault) -> [Element] {
    var elements: [Element] = []
    while index < tokens.count {
      if let closing, symbol() == closing { break }
      elements.append(try element(after: elements.last))
    }
    return elements
  }

  private mutating func element(after previous: Element?) throws(PatternFault) -> Element {
    if symbol() == .ellipsis {
      index += 1
      return .run(nil)
    }
    if let variable = try metavariable() {
      if variable.isRun { return .run(variable.name) }
      if beginsLink() { return .chain(Chain(root: .expression(variable.name), links: try links())) }
      return .expression(variable.name, extent(after: previous))
    }
    switch kind() {
    case .name:
      var path = [try intern(at: index)]
      index += 1
      while symbol() == .dot, kind(1) == .name {
        path.append(try intern(at: index + 1))
        index += 2
      }
      return .chain(Chain(root: .path(path), links: try links()))
    case .string, .stringStart:
      let test = try stringTest()
      return .chain(Chain(root: .string(test), links: try links()))
    case .number:
      index += 1
      return .number(word(index - 1))
    case .open:
      let open = symbol()
      let position = index
      guard tokens[position].payload != Token.noMate else { throw .unclosed(word(position)) }
      index += 1
      let inside = try sequence(until: Symbol(rawValue: open.rawValue + 1))
      guard index < tokens.count else { throw .unclosed(word(position)) }
      index += 1
      return .chain(Chain(root: .bracket(open, inside), links: try links()))
    case .keyword, .punctuation:
      let token = tokens[index]
      guard token.symbol != .none, token.symbol != .question, token.symbol != .backquote else {
        throw .unexpected(word(index))
      }
      index += 1
      if token.symbol == .noneWord || token.symbol == .true || token.symbol == .false { return .token(token.symbol) }
      return .token(token.symbol)
    case .close: throw .unexpected(word(index))
    default: throw .unexpected(word(index))
    }
  }

  /// The pattern is a `for` statement, whose iterable may be several expressions with commas.
  private var isLoopHeader: Bool {
    tokens.first?.symbol == .for || tokens.first?.symbol == .async && tokens.count > 1 && tokens[1].symbol == .for
  }

  private func beginsLink() -> Bool {
    symbol() == .dot || symbol() == .leftParen || symbol() == .leftBracket
  }

  /// How far a metavariable reaches, by what stands beside it.
  private func extent(after previous: Element?) -> Element.Extent {
    var level = TokenStream.Level.any
    if let previous, case .token(let symbol) = previous {
      switch symbol {
      case .for where self.symbol() == .in: return .targets
      case .assign, .return, .yield, .raise, .del:
        if index >= tokens.count { return .rest }
        if let precedence = TokenStream.precedence(self.symbol()) { level = precedence + 1 }
      case .await: return .level(TokenStream.Level.primary)
      case .not: level = TokenStream.Level.comparison
      case .in where isLoopHeader && (index >= tokens.count || self.symbol() == .colon): return .rest
      default:
        if symbol.isAugmentedAssignment, index >= tokens.count { return .rest }
        if let precedence = TokenStream.precedence(symbol) { level = precedence + 1 }
      }
    }
    if let precedence = TokenStream.precedence(symbol()) { level = max(level, precedence + 1) }
    if symbol() == .not { level = max(level, TokenStream.Level.comparison + 1) }
    if symbol() == .for, level == TokenStream.Level.any { return .level(TokenStream.Level.any) }
    if let previous, case .token(.in) = previous { level = TokenStream.Level.or }
    return .level(level)
  }

  private mutating func links() throws(PatternFault) -> [Chain.Link] {
    var links: [Chain.Link] = []
    while index < tokens.count {
      if symbol() == .dot {
        if symbol(1) == .ellipsis {
          index += 2
          // `. ... .name`: the dot before the name belongs to the name.
          guard symbol() == .dot else { throw .unexpected(index < tokens.count ? word(index) : "...") }
          links.append(.run)
          continue
        }
        index += 1
        if let variable = try metavariable() {
          links.append(.anyAttribute(variable.name))
        } else if kind() == .name {
          links.append(.attribute(try intern(at: index)))
          index += 1
        } else {
          throw .unexpected(index < tokens.count ? word(index) : ".")
        }
      } else if symbol() == .leftParen {
        let position = index
        guard tokens[position].payload != Token.noMate else { throw .unclosed("(") }
        index += 1
        links.append(.call(try arguments()))
      } else if symbol() == .leftBracket {
        guard tokens[index].payload != Token.noMate else { throw .unclosed("[") }
        index += 1
        links.append(.subscripted(try sequence(until: .rightBracket)))
        index += 1
      } else {
        break
      }
    }
    return links
  }

  private mutating func arguments() throws(PatternFault) -> Arguments {
    var list: [Arguments.Argument] = []
    while index < tokens.count, symbol() != .rightParen {
      if symbol() == .comma {
        index += 1
        continue
      }
      if let keyword = try keywordName() {
        list.append(.keyword(keyword, try argumentElements()))
      } else {
        let elements = try argumentElements()
        if elements.count == 1, case .run(let name) = elements[0] {
          list.append(.run(name))
        } else {
          list.append(.positional(elements))
        }
      }
    }
    guard index < tokens.count else { throw .unclosed("(") }
    index += 1
    return Arguments(list: list)
  }

  private mutating func keywordName() throws(PatternFault) -> Arguments.KeywordName? {
    if symbol() == .dollar, kind(1) == .name, symbol(2) == .assign {
      let variable = try metavariable()
      index += 1
      return .any(variable?.name)
    }
    if kind() == .name, symbol(1) == .assign {
      let name = try intern(at: index)
      index += 2
      return .word(name)
    }
    return nil
  }

  private mutating func argumentElements() throws(PatternFault) -> [Element] {
    var elements: [Element] = []
    while index < tokens.count, symbol() != .comma, symbol() != .rightParen {
      elements.append(try element(after: elements.last))
    }
    if elements.isEmpty { throw .unexpected(index < tokens.count ? word(index) : "(") }
    return elements
  }

  private mutating func stringTest() throws(PatternFault) -> StringTest {
    let token = tokens[index]
    guard token.kind == .string else { throw .unexpected(word(index)) }
    index += 1
    let content = Array(text.bytes[StringContent.of(token, text.bytes)])
    if content == Array("...".utf8) { return .any }
    let opening = Array("=~/".utf8)
    if content.count > opening.count, content.starts(with: opening), content.last == UInt8(ascii: "/") {
      return .matches(try words.regex(String(decoding: content[opening.count..<content.count - 1], as: UTF8.self)))
    }
    return .equals(content, isBinary: token.flags.contains(.binary))
  }
}

/// What the patterns of a library have in common while they are compiled. A class, because all parsers fill the same.
final class PatternWords {
  var symbols = SymbolTable()
  var names = CaptureNames()
  private(set) var regexes: [String] = []
  private(set) var programs: [RegexProgram] = []
  private var regexNumbers: [String: Int] = [:]
  private let lists: WordLists
  private let checksExpressions: Bool

  /// - Parameter checksExpressions: `false` when regular expressions are known to be some, and need not all be made.
  init(lists: WordLists = WordLists(), checksExpressions: Bool = true) {
    self.lists = lists
    self.checksExpressions = checksExpressions
  }

  /// Why a regular expression is none; `nil` when it is one.
  func fault(of number: Int) -> String? {
    checksExpressions || programs[number].plain == nil ? programs[number].fault : nil
  }

  /// - Throws: when it names a list of words that there is not.
  func regex(_ source: String) throws(PatternFault) -> Int {
    if let number = regexNumbers[source] { return number }
    let program = RegexProgram(try lists.expanded(source))
    regexes.append(source)
    programs.append(program)
    regexNumbers[source] = regexes.count - 1
    return regexes.count - 1
  }
}

/// The numbers of metavariables.
struct CaptureNames: Sendable {
  private var numbers: [String: CaptureName] = [:]
  private(set) var names: [String] = []

  mutating func number(of name: String) -> CaptureName {
    if let number = numbers[name] { return number }
    let number = CaptureName(names.count)
    names.append(name)
    numbers[name] = number
    return number
  }

  func known(_ name: String) -> CaptureName? { numbers[name] }
}
