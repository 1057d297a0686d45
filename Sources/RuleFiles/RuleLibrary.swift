/// Everything that a set of rule files said, in the order of their paths.
package struct RuleLibrary: Sendable {
  package var rules: [RuleSpec] = []
  package var frameworks: [FrameworkSpec] = []
  package var contexts: [ContextSpec] = []
  /// In the order of their paths.
  package var knowledge: [KnowledgeSpec] = []
  package var technologies: [TechnologySpec] = []
  package var models: [ModelSpec] = []
  package var events: [EventSpec] = []
  package var words: [WordList] = []
  /// Whether files other than the shipped ones are in it: those that ship are checked before they do.
  package var hasOwnFiles = false
  /// All that is wrong, in (file, line, column) order.
  package var faults: [RuleFault] = []

  package init() {}
}

/// The bytes of one rule file and the path people know it by.
package struct RuleFileBytes: Sendable {
  package var path: String
  package var bytes: [UInt8]
  /// `true` for the rules that ship inside the program.
  package var isShipped: Bool
  /// Why the file could not be read: it counts as a fault among the others, so that all of them are told in one go.
  package var trouble: String?

  package init(path: String, bytes: [UInt8], isShipped: Bool, trouble: String? = nil) {
    self.path = path
    self.bytes = bytes
    self.isShipped = isShipped
    self.trouble = trouble
  }
}
