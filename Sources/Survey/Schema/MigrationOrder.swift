import Vocabulary

/// Puts the migrations of one chain in the order in which they are applied.
enum MigrationOrder {
  /// - Parameter problems: where the chain contradicts itself.
  static func sorted(_ files: [MigrationFile], problems: inout [Problem]) -> [MigrationFile] {
    var versions: [(version: MigrationVersion, file: MigrationFile)] = []
    var nodes: [Node] = []
    for file in files {
      switch file.place {
      case .version(let version): versions.append((version, file))
      case .revision(let name, let after): nodes.append(Node(name: name, after: after, file: file))
      case .node(let name, let after, let before, let replaces):
        nodes.append(Node(name: name, after: after, before: before, replaces: replaces, file: file))
      }
    }
    versions.sort { ($0.version, $0.file.path) < ($1.version, $1.file.path) }
    return graph(nodes, problems: &problems) + versions.map(\.file)
  }

  private struct Node {
    var name: String
    var after: [String]
    var before: [String] = []
    var replaces: [String] = []
    var file: MigrationFile
  }

  /// Kahn's algorithm; where the graph leaves the choice, the path decides, so that the order is always the same.
  private static func graph(_ all: [Node], problems: inout [Problem]) -> [MigrationFile] {
    let sorted = all.sorted { $0.file.path < $1.file.path }
    let present = Set(sorted.map(\.name))
    // A squashed migration does what those it replaces do.
    let nodes = sorted.filter { node in node.replaces.isEmpty || !node.replaces.contains { present.contains($0) } }
    var numbers: [String: Int] = [:]
    for (number, node) in nodes.enumerated() {
      if let first = numbers[node.name] {
        // Django keeps apart by its settings what has one name; the tests of a project have many such.
        guard case .revision = node.file.place else { continue }
        problems.append(
          Problem(
            stage: .survey, path: node.file.path,
            message: "`\(node.name)` is the name of another migration too: \(nodes[first].file.path)",
            hint: "Give it an identifier of its own; until then their order is taken from their paths."))
      } else {
        numbers[node.name] = number
      }
    }
    var followers = [[Int]](repeating: [], count: nodes.count)
    var waiting = [Int](repeating: 0, count: nodes.count)
    for (number, node) in nodes.enumerated() {
      for name in Set(node.after) {
        guard let before = numbers[name] ?? replacement(of: name, nodes), before != number else { continue }
        followers[before].append(number)
        waiting[number] += 1
      }
      for name in Set(node.before) {
        guard let after = numbers[name], after != number else { continue }
        followers[number].append(after)
        waiting[after] += 1
      }
    }
    var ready = nodes.indices.filter { waiting[$0] == 0 }
    var ordered: [MigrationFile] = []
    var next = 0
    var isDone = [Bool](repeating: false, count: nodes.count)
    while next < ready.count {
      let number = ready[next]
      next += 1
      isDone[number] = true
      ordered.append(nodes[number].file)
      for follower in followers[number] {
        waiting[follower] -= 1
        if waiting[follower] == 0 { ready.append(follower) }
      }
    }
    let rest = nodes.indices.filter { !isDone[$0] }
    if let first = rest.first {
      problems.append(
        Problem(
          stage: .survey, path: nodes[first].file.path,
          message:
            "the migrations wait for each other in a circle: \(rest.prefix(3).map { nodes[$0].name }.joined(separator: ", "))",
          hint: "Break the circle; until then these are taken in the order of their paths."))
    }
    return ordered + rest.map { nodes[$0].file }
  }

  /// The squashed migration that stands for one that is gone.
  private static func replacement(of name: String, _ nodes: [Node]) -> Int? {
    nodes.firstIndex { $0.replaces.contains(name) }
  }
}
