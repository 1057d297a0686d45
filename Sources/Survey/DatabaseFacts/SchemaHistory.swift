import RuleFiles
import SourceScan
import Vocabulary

/// All migrations of a project, applied: the triggers that are left, and what the functions publish.
struct SchemaHistory {
  private(set) var triggers: [Trigger] = []
  private(set) var publishers = EventEnds()
  private(set) var problems: [Problem] = []

  /// The schema that one chain of migrations leaves.
  private struct Chain {
    var name: String
    var state: SchemaState
    var isDeclaration: Bool
    /// The triggers that it ever made.
    var made: [(name: String, table: SchemaName)]
  }

  init(_ files: [MigrationFile]) {
    var chains: [Chain] = []
    let byPath = Dictionary(files.map { ($0.path, $0) }) { first, _ in first }
    var included: Set<String> = []
    var expanded: [MigrationFile] = []
    for var file in files {
      file.changes = file.changes.flatMap { change -> [SchemaChange] in
        guard case .include(let path) = change else { return [change] }
        guard let found = SchemaHistory.file(path, from: file.path, in: byPath) else { return [] }
        included.insert(found.path)
        return found.changes
      }
      expanded.append(file)
    }
    let groups = Dictionary(grouping: expanded.filter { !included.contains($0.path) }) {
      ($0.isDeclaration ? "declared:" : "") + $0.chain
    }
    for (name, group) in groups.sorted(by: { $0.key < $1.key }) {
      var chain = Chain(
        name: name, state: SchemaState(), isDeclaration: group.contains { $0.isDeclaration }, made: [])
      for file in MigrationOrder.sorted(group, problems: &problems) {
        for change in file.changes {
          chain.state.apply(change)
          if case .createTrigger(let trigger) = change { chain.made.append((trigger.name, trigger.table)) }
        }
      }
      chains.append(chain)
    }
    resolve(chains)
  }

  /// The file that ends in a path; of several the one that lies nearest.
  private static func file(_ path: String, from origin: String, in files: [String: MigrationFile]) -> MigrationFile? {
    let wanted = path.split(separator: "/").filter { $0 != "." && $0 != ".." }.joined(separator: "/")
    return files.values.filter { $0.path == wanted || $0.path.hasSuffix("/" + wanted) }.max { left, right in
      let distances = [left, right].map { file in zip(file.path.utf8, origin.utf8).prefix { $0 == $1 }.count }
      return (distances[0], right.path) < (distances[1], left.path)
    }
  }

  private mutating func resolve(_ chains: [Chain]) {
    var used: Set<SchemaName> = []
    let migrated = chains.filter { !$0.isDeclaration }.flatMap(\.made)
    var seen: [(name: String, table: SchemaName)] = []
    for chain in chains.sorted(by: { !$0.isDeclaration && $1.isDeclaration }) {
      let resolution = ChannelResolution { name, count in
        if let own = chain.state.function(name, parameterCount: count) { return own }
        return chains.lazy.compactMap { $0.state.function(name, parameterCount: count) }.first
      }
      for trigger in chain.state.triggers where trigger.isEnabled {
        let isSame = { (other: (name: String, table: SchemaName)) in
          other.name == trigger.name && other.table.mayEqual(trigger.table)
        }
        // A file with the whole schema may be older than the migrations.
        if chain.isDeclaration, migrated.contains(where: isSame) || seen.contains(where: isSame) { continue }
        seen.append((trigger.name, trigger.table))
        if let function = trigger.function { used.insert(function) }
        add(trigger, resolution)
      }
    }
    for chain in chains {
      for function in chain.state.functions.values where !used.contains(where: { $0.mayEqual(function.name) }) {
        for notification in function.notifications {
          for channel in notification.channel.binding([]).channels(in: nil) where channel != Hole.text {
            publishers.add(channel, notification.technology, .publisher, path: function.path, line: notification.line)
          }
        }
      }
    }
    triggers.sort { ($0.table, $0.path, $0.line, $0.name) < ($1.table, $1.path, $1.line, $1.name) }
  }

  private mutating func add(_ trigger: StoredTrigger, _ resolution: ChannelResolution) {
    let situation = ChannelExpression.Situation(
      table: trigger.table, trigger: trigger.name, events: trigger.events, arguments: trigger.arguments)
    var channels: Set<String> = []
    var found = trigger.notifications.map {
      ChannelResolution.Found(channel: $0.channel, technology: $0.technology, path: trigger.path, line: $0.line)
    }
    if let name = trigger.function, let function = resolution.function(name, 0) {
      found += resolution.notifications(of: function)
    }
    for notification in found {
      for channel in notification.channel.channels(in: situation) {
        channels.insert(Hole.shown(channel))
        publishers.add(
          channel, notification.technology, .publisher, path: notification.path, line: notification.line)
      }
    }
    triggers.append(
      Trigger(
        table: Hole.shown(trigger.table.text), events: trigger.events, timing: trigger.timing, level: trigger.level,
        function: Hole.shown(trigger.function?.text ?? trigger.name), channels: channels.sorted(), path: trigger.path,
        line: trigger.line, name: Hole.shown(trigger.name), columns: trigger.columns))
  }
}
