/// What stands in a database after some migrations: its triggers and functions.
struct SchemaState: Sendable {
  /// In the order of their creation.
  private(set) var triggers: [StoredTrigger] = []
  private(set) var functions: [FunctionKey: StoredFunction] = [:]

  struct FunctionKey: Hashable, Sendable {
    var name: SchemaName
    var parameterCount: Int
  }

  init() {}

  mutating func apply(_ change: SchemaChange) {
    switch change {
    case .createTrigger(let trigger):
      triggers.removeAll { $0.name == trigger.name && $0.table.mayEqual(trigger.table) }
      triggers.append(trigger)
    case .dropTrigger(let name, let table):
      triggers.removeAll { $0.name == name && (table.map($0.table.mayEqual) ?? true) }
    case .renameTrigger(let name, let table, let new):
      alter(where: { $0.name == name && $0.table.mayEqual(table) }) { $0.name = new }
    case .enableTrigger(let name, let table, let isEnabled):
      alter(where: { (name == nil || $0.name == name) && $0.table.mayEqual(table) }) { $0.isEnabled = isEnabled }
    case .createFunction(let function):
      functions[FunctionKey(name: function.name, parameterCount: function.parameterCount)] = function
    case .dropFunction(let name, let cascades):
      functions = functions.filter { !$0.key.name.mayEqual(name) }
      if cascades { triggers.removeAll { $0.function?.mayEqual(name) ?? false } }
    case .renameFunction(let name, let new): renameFunction(name, to: new)
    case .dropTable(let table):
      triggers.removeAll { $0.table.mayEqual(table) }
    case .renameTable(let table, let new):
      alter(where: { $0.table.mayEqual(table) }) {
        $0.table = SchemaName(schema: new.schema ?? $0.table.schema, name: new.name)
      }
    case .dropSchema(let name):
      triggers.removeAll { $0.table.schema == name }
      functions = functions.filter { $0.key.name.schema != name }
    case .include: break
    }
  }

  private mutating func alter(where matches: (StoredTrigger) -> Bool, _ body: (inout StoredTrigger) -> Void) {
    for index in triggers.indices where matches(triggers[index]) { body(&triggers[index]) }
  }

  private mutating func renameFunction(_ name: SchemaName, to new: SchemaName) {
    for (key, function) in functions where key.name.mayEqual(name) {
      functions[key] = nil
      var renamed = function
      renamed.name = new
      functions[FunctionKey(name: new, parameterCount: key.parameterCount)] = renamed
    }
    alter(where: { $0.function?.mayEqual(name) ?? false }) { $0.function = new }
  }

  /// The function that a trigger or a call means.
  func function(_ name: SchemaName, parameterCount: Int) -> StoredFunction? {
    if let exact = functions[FunctionKey(name: name, parameterCount: parameterCount)] { return exact }
    let same = functions.values.filter { $0.name.mayEqual(name) }
    let fitting = same.filter { $0.parameterCount == parameterCount }
    return (fitting.isEmpty ? same : fitting).min { ($0.path, $0.line) < ($1.path, $1.line) }
  }
}
