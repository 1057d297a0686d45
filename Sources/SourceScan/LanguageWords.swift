package import Vocabulary

/// The words of a language that matching and tracing need to know and no rule file says: what methods call their object,
/// which types only wrap another, which functions and methods copy or change a collection.
///
/// `MatchingWords` and `TracingWords` are made of it. They are two, because they are asked differently: to matching a
/// hash is a hint, and the text of an expression is held against the words; to tracing, as to the summaries it makes, the
/// hash of a name is the name.
package struct LanguageWords: Sendable {
  /// Names of the object a method belongs to.
  package var ownObject: Set<String> = []
  /// Of those: what is the class, and no object of it.
  package var ownClass: Set<String> = []
  /// Generic types that mean the type they hold.
  package var typeWrappers: Set<String> = []
  /// Of those: the types that mean any of the types they hold.
  package var unions: Set<String> = []
  /// Generic types that mean several values of the type they hold, where their names are written like those of classes.
  package var collectionTypes: Set<String> = []
  /// Base classes whose arguments are the type parameters of the class, and what makes such a parameter.
  package var genericBases: Set<String> = []
  package var typeVariables: Set<String> = []
  /// Annotations that say nothing of the type when they stand alone, so that the value tells.
  package var bareQualifiers: Set<String> = []
  /// The annotation that leaves everything open.
  package var anyType: Set<String> = []
  /// Functions that give the elements of their argument, in whatever order.
  package var elementKeepers: Set<String> = []
  /// Methods that change a collection in place.
  package var mutators: Set<String> = []
  /// The function that stands for the object as its base class sees it.
  package var superclass: Set<String> = []
  /// The value that a parameter takes when it is left out, where a framework calls this function for it.
  package var injectors: Set<String> = []
  /// Names of decorators, the last of a path: what makes an attribute of a method, takes its object away, lets a
  /// generator run when it is entered.
  package var attributeDecorators: Set<String> = []
  /// Of those: what keeps the attribute with the object when it was read once.
  package var keptAttributeDecorators: Set<String> = []
  /// What makes of a method what else is done with an attribute of its name.
  package var accessorDecorators: Set<String> = []
  package var staticDecorators: Set<String> = []
  package var contextDecorators: Set<String> = []
  /// What leaves a method for the classes made of this one to say.
  package var abstractDecorators: Set<String> = []
  /// Functions that run the coroutines they are handed.
  package var runners: Set<String> = []
  /// Those that leave what a call gives as it is.
  package var plainDecorators: Set<String> = []
  /// Parts of the names of decorators that keep a function's answers, and of those that run it elsewhere.
  package var rememberingDecorators: [String] = []
  package var sendingDecorators: [String] = []
  /// Calls that run a function which they are handed, elsewhere, while the caller waits: by their names, by parts of
  /// them, and those whose first argument is something else. Wrappers give a function back instead.
  package var handovers: Set<String> = []
  package var handoverParts: [String] = []
  package var lateHandovers: Set<String> = []
  package var handoverWrappers: Set<String> = []
  /// Decorators of these names leave a plain call of the function where it is, and send only what is asked of the task
  /// (`task.delay()`), where a module with one of these words in its name is imported.
  package var localTaskDecorators: Set<String> = []
  package var localTaskModules: [String] = []

  package static func of(_ language: Language) -> LanguageWords {
    switch language {
    case .python: python
    case .javascript, .typescript, .go, .sql: LanguageWords()
    }
  }
}
