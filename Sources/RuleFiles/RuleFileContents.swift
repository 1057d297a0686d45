import Vocabulary

/// What one rule file says by itself; whether its names are taken is known when all files are read.
struct RuleFileContents: Sendable {
  /// A named thing, as far as it could be read. The name is there even where the rest is faulty, so that one given
  /// twice is told in the same run.
  struct Named<Value: Sendable>: Sendable {
    var name: Located<String>
    var value: Value?
  }

  private(set) var rules: [Named<RuleSpec>] = []
  private(set) var frameworks: [Named<FrameworkSpec>] = []
  private(set) var contexts: [ContextSpec] = []
  private(set) var knowledge: [Named<KnowledgeSpec>] = []
  private(set) var technologies: [TechnologySpec] = []
  private(set) var models: [ModelSpec] = []
  private(set) var events: [EventSpec] = []
  private(set) var words: [WordList] = []
  private(set) var faults: [RuleFault] = []

  init(_ file: RuleFileBytes) {
    if let trouble = file.trouble {
      let complaint = Complaint.unreadable(reason: trouble)
      faults = [
        RuleFault(complaint.message, at: Origin(file: file.path, line: 1, column: 1), hint: complaint.hint)
      ]
      return
    }
    let composed = YAMLComposer(file: file.path, bytes: file.bytes)
    var decoder = SpecDecoder(file: file.path)
    let ruleCount = composed.documents.count { Document($0) == .rule }
    for node in composed.documents {
      switch Document(node) {
      case .framework:
        if let framework = decoder.framework(node) { frameworks.append(framework) }
      case .contexts:
        contexts += decoder.contexts(node)
      case .knowledge:
        if let file = decoder.knowledge(node) { knowledge.append(file) }
      case .technologies:
        technologies += decoder.technologies(node)
      case .models:
        models += decoder.models(node)
      case .events:
        events += decoder.events(node)
      case .words:
        words += decoder.wordLists(node)
      case .rule:
        if let rule = decoder.rule(node, isAlone: ruleCount == 1) { rules.append(rule) }
      }
    }
    faults = composed.faults + decoder.faults
  }

  /// What a document is, by its keys.
  enum Document: Equatable {
    case rule, framework, contexts, knowledge, technologies, models, events, words

    /// The keys that tell what a document is; without one it is a rule.
    static let telling: [(key: String, document: Document)] = [
      ("framework", .framework), ("contexts", .contexts), ("knowledge", .knowledge),
      ("technologies", .technologies), ("models", .models), ("events", .events),
      ("words", .words),
    ]

    init(_ node: YAMLNode) {
      guard case .mapping(let entries) = node.content else {
        self = .rule
        return
      }
      let keys = Set(entries.map(\.key))
      self = Document.telling.first { keys.contains($0.key) }?.document ?? .rule
    }
  }
}
