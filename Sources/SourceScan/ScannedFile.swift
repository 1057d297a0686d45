package import Vocabulary

/// One file, read and understood as far as a single file can be: the value that all packs share. A class, because it is
/// handed to every question, and its many arrays would be counted each time.
package final class ScannedFile: Sendable {
  package let text: SourceText
  package let stream: TokenStream
  package let outline: Outline

  init(text: SourceText, stream: TokenStream, outline: Outline) {
    self.text = text
    self.stream = stream
    self.outline = outline
  }

  /// The same file with another outline.
  package func with(_ outline: Outline) -> ScannedFile {
    ScannedFile(text: text, stream: stream, outline: outline)
  }

  /// The same file of Python with its outline, for what looks at files in which no rule's word occurs.
  package var outlined: ScannedFile { with(PythonOutline.build(text, stream)) }
}

/// Lexes and outlines a file. `nil` when its language has no lexer.
///
/// - Parameter isOutlined: it is outlined even if no rule's word occurs in it.
package func scan(_ text: SourceText, _ symbols: SymbolTable, isOutlined: Bool = false) -> ScannedFile? {
  switch text.language {
  case .python:
    let stream = PythonLexer.lex(text, symbols)
    // A file in which no rule's word occurs mostly needs no outline: nothing will look at it.
    let isNeeded = isOutlined || symbols.needsEveryOutline || !stream.occurrences.isEmpty
    let outline = isNeeded ? PythonOutline.build(text, stream) : .empty
    return ScannedFile(text: text, stream: stream, outline: outline)
  case .sql: return SQLScan.scan(text, symbols)
  case .javascript, .typescript, .go: return nil
  }
}

/// The languages that `scan` understands.
package let scannedLanguages: [Language] = [.python, .sql]
