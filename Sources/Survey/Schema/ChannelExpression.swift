import SourceScan

/// The channel of a NOTIFY as an expression of SQL, as far as it can be told without running it.
struct ChannelExpression: Sendable, Equatable {
  enum Part: Sendable, Equatable {
    case text(String)
    /// `TG_ARGV[n]`, from 0.
    case triggerArgument(Int, LetterCase)
    case table(LetterCase)
    case schema(LetterCase)
    /// `TG_OP`: INSERT, UPDATE…
    case event(LetterCase)
    case triggerName(LetterCase)
    /// The n-th parameter of the function, from 0.
    case parameter(Int, LetterCase)
    /// Known only when it runs.
    case hole
  }

  enum LetterCase: Sendable {
    case kept, lower, upper

    func apply(_ text: String) -> String {
      switch self {
      case .kept: text
      case .lower: text.lowercased()
      case .upper: text.uppercased()
      }
    }
  }

  /// What it can be, each a sequence of parts; never empty.
  var alternatives: [[Part]]

  static let unknown = ChannelExpression(alternatives: [[.hole]])

  /// More are not followed.
  static let limit = 16

  init(alternatives: [[Part]]) { self.alternatives = alternatives }

  init(_ text: String) { alternatives = [[.text(text)]] }

  var isUnknown: Bool { alternatives == [[.hole]] }

  /// This followed by another.
  func followed(by other: ChannelExpression) -> ChannelExpression {
    var joined: [[Part]] = []
    for left in alternatives {
      for right in other.alternatives where joined.count < ChannelExpression.limit {
        joined.append(ChannelExpression.merged(left, right))
      }
    }
    return ChannelExpression(alternatives: joined)
  }

  /// Texts beside each other become one.
  private static func merged(_ left: [Part], _ right: [Part]) -> [Part] {
    var parts = left
    for part in right {
      if case .text(let text) = part, case .text(let before)? = parts.last {
        parts[parts.count - 1] = .text(before + text)
      } else {
        parts.append(part)
      }
    }
    return parts
  }

  func or(_ other: ChannelExpression) -> ChannelExpression {
    var all = alternatives
    for part in other.alternatives where !all.contains(part) && all.count < ChannelExpression.limit {
      all.append(part)
    }
    return ChannelExpression(alternatives: all)
  }

  func cased(_ letterCase: LetterCase) -> ChannelExpression {
    ChannelExpression(
      alternatives: alternatives.map { parts in
        parts.map { part in
          switch part {
          case .text(let text): .text(letterCase.apply(text))
          case .triggerArgument(let number, _): .triggerArgument(number, letterCase)
          case .table: .table(letterCase)
          case .schema: .schema(letterCase)
          case .event: .event(letterCase)
          case .triggerName: .triggerName(letterCase)
          case .parameter(let number, _): .parameter(number, letterCase)
          case .hole: .hole
          }
        }
      })
  }

  /// With the arguments of a call in place of parameters.
  func binding(_ arguments: [ChannelExpression]) -> ChannelExpression {
    var bound: [[Part]] = []
    for alternative in alternatives {
      var result = ChannelExpression(alternatives: [[]])
      for part in alternative {
        if case .parameter(let number, let letterCase) = part {
          let value = arguments.indices.contains(number) ? arguments[number] : .unknown
          result = result.followed(by: letterCase == .kept ? value : value.cased(letterCase))
        } else {
          result = result.followed(by: ChannelExpression(alternatives: [[part]]))
        }
      }
      bound += result.alternatives
    }
    return ChannelExpression(alternatives: Array(bound.prefix(ChannelExpression.limit)))
  }

  /// What a trigger makes of it.
  struct Situation {
    var table: SchemaName
    var trigger: String
    var events: [String]
    var arguments: [String]
  }

  /// The channels, with `Hole.text` for what stays unknown; sorted, each once.
  ///
  /// - Parameter situation: `nil` for a function that no trigger calls.
  func channels(in situation: Situation?) -> [String] {
    var channels: Set<String> = []
    for parts in alternatives {
      var texts = [""]
      for part in parts {
        let values = values(of: part, in: situation)
        texts = texts.flatMap { text in values.map { text + $0 } }
        if texts.count > ChannelExpression.limit { texts = Array(texts.prefix(ChannelExpression.limit)) }
      }
      channels.formUnion(texts)
    }
    return channels.sorted()
  }

  private func values(of part: Part, in situation: Situation?) -> [String] {
    if case .text(let text) = part { return [text] }
    guard let situation else { return [Hole.text] }
    switch part {
    case .table(let letterCase): return [letterCase.apply(situation.table.name)]
    case .schema(let letterCase): return [letterCase.apply(situation.table.schema ?? "public")]
    case .event(let letterCase): return situation.events.map { letterCase.apply($0) }
    case .triggerName(let letterCase): return [letterCase.apply(situation.trigger)]
    case .triggerArgument(let number, let letterCase):
      return [situation.arguments.indices.contains(number) ? letterCase.apply(situation.arguments[number]) : Hole.text]
    case .text, .parameter, .hole: return [Hole.text]
    }
  }
}
