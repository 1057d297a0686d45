import RuleFiles
import SourceScan
import Survey
import Vocabulary

/// The contexts of `rules/contexts.yaml`, ready to ask what kind of code a place is.
struct CodeContexts: Sendable {
  struct Context: Sendable {
    var name: String
    var paths: PathSet
    var decorators: [WordGlob]
    var functions: [WordGlob]
    var bases: [WordGlob]
    var parameters: [WordGlob]
    var moduleLevel: Bool
    var skipped: Bool
    var flow: ContextSpec.Flow?
    var effects: [Category: ContextAdjustment.Effect]
  }

  let contexts: [Context]
  private let reader: ContextReader

  /// With `includesTests`, contexts whose files are left out otherwise are none at all: their code is judged like any
  /// other.
  init(_ specs: [ContextSpec], includesTests: Bool) throws(AuditError) {
    var contexts: [Context] = []
    for spec in specs where !(includesTests && spec.skipped) {
      var paths: [Glob] = []
      for path in spec.paths {
        do {
          paths.append(try Glob(path.value))
        } catch {
          throw .ruleFaults([RuleFault("`\(path.value)` is no path pattern: \(error)", at: path.origin)])
        }
      }
      contexts.append(
        Context(
          name: spec.name.value, paths: PathSet(paths), decorators: spec.decorators.map { WordGlob($0.value) },
          functions: spec.functions.map { WordGlob($0.value) }, bases: spec.bases.map { WordGlob($0.value) },
          parameters: spec.parameters.map { WordGlob($0.value) }, moduleLevel: spec.moduleLevel, skipped: spec.skipped,
          flow: spec.flow, effects: spec.effects))
    }
    self.contexts = contexts
    reader = ContextReader(contexts)
  }

  /// Whether files at this path are left out unless asked for.
  func isSkipped(_ path: String) -> Bool { reader.isSkipped(path) }

  /// What the code of a file is in, by its path, by the functions and classes around it, or because none are.
  func contexts(in file: ScannedFile) -> FileContexts { reader.contexts(in: file) }
}

/// Some contexts, by their index, one bit each.
struct ContextSet: Sendable, Equatable {
  private(set) var bits: UInt64 = 0

  init() {}

  init(_ indices: [Int]) { for index in indices where index < 64 { bits |= 1 << UInt64(index) } }

  func contains(_ index: Int) -> Bool { index < 64 && bits & (1 << UInt64(index)) != 0 }

  mutating func insert(_ index: Int) { if index < 64 { bits |= 1 << UInt64(index) } }

  func union(_ other: ContextSet) -> ContextSet {
    var both = self
    both.bits |= other.bits
    return both
  }
}

extension ScannedFile {
  /// Where the name and attributes that begin at a token stand in the text: `app.get` of `app.get("/")`.
  private func dottedRange(from token: UInt32) -> Range<Int>? {
    guard Int(token) < stream.tokens.count, stream.tokens[Int(token)].kind == .name else { return nil }
    var last = Int(token)
    while last + 2 < stream.tokens.count, stream.tokens[last + 1].symbol == .dot, stream.tokens[last + 2].kind == .name
    {
      last += 2
    }
    return Int(stream.tokens[Int(token)].start)..<Int(stream.tokens[last].end)
  }

  /// The base classes that a `class` statement names.
  func baseRanges(of statement: Int) -> [Range<Int>] {
    let header = outline.statements[statement]
    guard let open = stream.firstOutside(of: header.first..<header.end, .leftParen),
      stream.tokens[Int(open)].payload != Token.noMate
    else { return [] }
    return stream.split(open + 1..<stream.tokens[Int(open)].payload, at: .comma).compactMap {
      dottedRange(from: $0.lowerBound)
    }
  }

  /// The decorators of the function whose header is a statement, without their arguments.
  func decoratorRanges(of statement: Int) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var index = statement - 1
    let scope = outline.statements[statement].scope
    while index >= 0, outline.statements[index].kind == .at, outline.statements[index].scope == scope {
      if let range = dottedRange(from: outline.statements[index].first + 1) { found.append(range) }
      index -= 1
    }
    return found
  }
}

/// A word with `*` for any run of characters.
struct WordGlob: Sendable {
  private let glob: [UInt8]

  init(_ text: String) { glob = Array(text.utf8) }

  /// The word itself when there is no `*` in it.
  var plainWord: String? {
    glob.contains(UInt8(ascii: "*")) ? nil : String(decoding: glob, as: UTF8.self)
  }

  func matches(_ word: String) -> Bool { matches(Array(word.utf8)[...]) }

  func matches(_ word: ArraySlice<UInt8>) -> Bool {
    var g = 0
    var w = word.startIndex
    var star: (g: Int, w: Int)?
    while w < word.endIndex {
      if g < glob.count, glob[g] == UInt8(ascii: "*") {
        star = (g, w)
        g += 1
      } else if g < glob.count, glob[g] == word[w] {
        g += 1
        w += 1
      } else if let last = star {
        g = last.g + 1
        w = last.w + 1
        star = (last.g, w)
      } else {
        return false
      }
    }
    while g < glob.count, glob[g] == UInt8(ascii: "*") { g += 1 }
    return g == glob.count
  }
}
