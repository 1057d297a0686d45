/// Prose as messages and recommendations are written: plain text in which code stands between backticks, as in
/// `` `db.run` sends one statement per turn ``. A backtick without its mate is plain text.
///
/// All of it is done scalar by scalar: to a renderer a backtick that carries a combining accent is a backtick still,
/// while a Swift `Character` of the two is something else.
struct Prose: Equatable {
  enum Piece: Equatable {
    case plain(String)
    case code(String)
  }

  var pieces: [Piece] = []

  private init(pieces: [Piece]) { self.pieces = pieces }

  init(_ text: some StringProtocol) {
    let scalars = Array(text.unicodeScalars)
    var plain = String.UnicodeScalarView()
    var index = 0
    while index < scalars.count {
      guard scalars[index] == "`" else {
        plain.append(scalars[index])
        index += 1
        continue
      }
      let opened = Self.endOfRun(at: index, in: scalars)
      if let closing = Self.closingRun(of: opened - index, from: opened, in: scalars) {
        append(plain)
        plain = String.UnicodeScalarView()
        pieces.append(.code(Self.withoutPadding(scalars[opened..<closing])))
        index = closing + (opened - index)
      } else {
        plain.append(contentsOf: scalars[index..<opened])
        index = opened
      }
    }
    append(plain)
  }

  private mutating func append(_ plain: String.UnicodeScalarView) {
    if !plain.isEmpty { pieces.append(.plain(String(plain))) }
  }

  /// What stands before the first end of a sentence, with its full stop; all of it when it is one sentence.
  var firstSentence: Prose {
    for (index, piece) in pieces.enumerated() {
      guard case .plain(let text) = piece else { continue }
      let isLast = index == pieces.count - 1
      if let end = Self.endOfSentence(in: text, endsBeforeCode: !isLast) {
        return Prose(pieces: pieces[..<index] + [.plain(String(text[..<end]))])
      }
    }
    return self
  }

  /// The place behind a full stop that ends a sentence: a blank and a capital follow, or a blank and code.
  private static func endOfSentence(in text: String, endsBeforeCode: Bool) -> String.Index? {
    var start = text.startIndex
    while let stop = text[start...].firstIndex(where: { ".!?".contains($0) }) {
      let behind = text.index(after: stop)
      let rest = text[behind...]
      let next = rest.first(where: { !$0.isWhitespace })
      let follows = next.map { $0.isUppercase } ?? endsBeforeCode
      if rest.first?.isWhitespace == true, follows, !isAbbreviation(text[..<stop]) { return behind }
      start = behind
    }
    return nil
  }

  private static func isAbbreviation(_ text: Substring) -> Bool {
    ["e.g", "i.e", "vs", "etc"].contains { text.hasSuffix($0) }
  }

  private static func endOfRun(at start: Int, in scalars: [Unicode.Scalar]) -> Int {
    scalars[start...].firstIndex { $0 != "`" } ?? scalars.count
  }

  private static func closingRun(of length: Int, from start: Int, in scalars: [Unicode.Scalar]) -> Int? {
    var index = start
    while let found = scalars[index...].firstIndex(of: "`") {
      let end = endOfRun(at: found, in: scalars)
      if end - found == length { return found }
      index = end
    }
    return nil
  }

  /// The content of a code span less the blank at each side that sets off a backtick.
  private static func withoutPadding(_ content: ArraySlice<Unicode.Scalar>) -> String {
    let isPadded = content.count > 2 && content.first == " " && content.last == " "
    return String(String.UnicodeScalarView(isPadded ? content.dropFirst().dropLast() : content))
  }
}
