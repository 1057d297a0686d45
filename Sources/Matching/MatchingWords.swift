import SourceScan
import Vocabulary

/// The words of a language that matching asks for, told from others by their hashes before any text is made. A class,
/// because it is asked for every expression and never changes.
final class MatchingWords: Sendable {
  let ownObject: WordSet
  let typeWrappers: WordSet
  let collectionTypes: WordSet
  let unions: WordSet
  let bareQualifiers: WordSet
  let anyType: WordSet
  let elementKeepers: WordSet
  let attributeDecorators: WordSet
  let mutators: WordSet
  let handovers: Handovers

  init(_ language: Language) {
    let words = LanguageWords.of(language)
    ownObject = WordSet(words.ownObject)
    typeWrappers = WordSet(words.typeWrappers)
    collectionTypes = WordSet(words.collectionTypes.union(words.elementKeepers))
    unions = WordSet(words.unions)
    bareQualifiers = WordSet(words.bareQualifiers)
    anyType = WordSet(words.anyType)
    elementKeepers = WordSet(words.elementKeepers)
    attributeDecorators = WordSet(words.attributeDecorators)
    mutators = WordSet(words.mutators)
    handovers = Handovers(words)
  }
}

/// Some words.
struct WordSet: Sendable {
  private let words: Set<String>
  /// Of the hashes that the lexer gives them.
  private let hashes: [UInt32]

  init(_ words: Set<String>) {
    self.words = words
    hashes = words.map { nameHash($0) }
  }

  /// `false` when a name of this hash is certainly none of them.
  func mayContain(_ hash: UInt32) -> Bool { hashes.contains(hash) }

  func contains(_ word: String) -> Bool { words.contains(word) }
}
