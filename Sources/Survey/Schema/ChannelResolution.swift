import SourceScan

/// Follows functions to what they notify, through the functions they call.
struct ChannelResolution {
  /// The function of a name and number of parameters, in the migrations at hand or, failing that, anywhere.
  let function: (SchemaName, Int) -> StoredFunction?

  struct Found {
    var channel: ChannelExpression
    var technology: String
    var path: String
    var line: Int
  }

  /// Longer chains of calls are not followed.
  private static let depthLimit = 5
  private static let foundLimit = 64

  func notifications(of function: StoredFunction, arguments: [ChannelExpression] = []) -> [Found] {
    var visited: [SchemaState.FunctionKey] = []
    var found: [Found] = []
    collect(function, arguments, &visited, &found)
    return found
  }

  private func collect(
    _ function: StoredFunction, _ arguments: [ChannelExpression], _ visited: inout [SchemaState.FunctionKey],
    _ found: inout [Found]
  ) {
    let key = SchemaState.FunctionKey(name: function.name, parameterCount: function.parameterCount)
    guard visited.count < ChannelResolution.depthLimit, !visited.contains(key),
      found.count < ChannelResolution.foundLimit
    else { return }
    visited.append(key)
    defer { visited.removeLast() }
    for notification in function.notifications {
      found.append(
        Found(
          channel: notification.channel.binding(arguments), technology: notification.technology, path: function.path,
          line: notification.line))
    }
    for call in function.calls {
      guard let called = self.function(call.name, call.arguments.count) else { continue }
      collect(called, call.arguments.map { $0.binding(arguments) }, &visited, &found)
    }
  }
}
