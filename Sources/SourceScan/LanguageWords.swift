package import Vocabulary

/// The words of a language that matching needs to know and no rule file says: what methods call their object, which
/// types only wrap another, which functions and methods copy or change a collection.
package struct LanguageWords: Sendable {
  /// Names of the object a method belongs to.
  package var ownObject: Set<String> = []
  /// Generic types that mean the type they hold.
  package var typeWrappers: Set<String> = []
  /// Of those: the types that mean any of the types they hold.
  package var unions: Set<String> = []
  /// Annotations that say nothing of the type when they stand alone, so that the value tells.
  package var bareQualifiers: Set<String> = []
  /// The annotation that leaves everything open.
  package var anyType: Set<String> = []
  /// Functions that give the elements of their argument, in whatever order.
  package var elementKeepers: Set<String> = []
  /// Methods that change a collection in place.
  package var mutators: Set<String> = []

  package static func of(_ language: Language) -> LanguageWords {
    switch language {
    case .python: python
    case .javascript, .typescript, .go: LanguageWords()
    }
  }
}
