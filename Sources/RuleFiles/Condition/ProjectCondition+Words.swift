import Vocabulary

/// How conditions are told to a reader, a phrase for each part: `PostgreSQL or MySQL 8 or later`, `pool_size < 5`.
extension ProjectCondition {
  /// - Parameter titles: what people call the technologies, by their names.
  package func phrases(titles: [String: String]) -> [String] {
    var phrases = technologies.map { $0.phrase(titles: titles) }
    if let isAsync { phrases.append(ProjectCondition.phrase(isAsync: isAsync)) }
    phrases += settings.map(\.phrase)
    if let trigger { phrases.append(trigger.phrase) }
    if let model { phrases.append(model.phrase) }
    if needsProof { phrases.append("all of that proven") }
    return phrases
  }

  package static func phrase(isAsync: Bool) -> String {
    isAsync ? "asynchronous database code" : "synchronous database code"
  }
}

extension ProjectCondition.OneOf {
  package func phrase(titles: [String: String]) -> String {
    alternatives(
      choices.map { choice in
        let title = titles[choice.name.value] ?? choice.name.value
        return title + (choice.versions?.words.map { " \($0)" } ?? "")
      })
  }
}

extension ProjectCondition.Setting {
  package var phrase: String {
    switch wanted {
    case .flag(let flag): "\(setting.rawValue) \(flag)"
    case .number(let comparison): "\(setting.rawValue) \(comparison.words)"
    case .oneOf(let texts): "\(setting.rawValue) \(alternatives(texts))"
    }
  }
}

extension ProjectCondition.SomeTrigger {
  package var phrase: String {
    var words = events.isEmpty ? "a trigger" : "a trigger for \(alternatives(events.map(\.sql)))"
    if !tables.isEmpty { words += " on \(alternatives(tables))" }
    return words + (notifies.map { $0 ? " that notifies" : " that notifies nobody" } ?? "")
  }
}

extension ProjectCondition.SomeTrigger.Event {
  /// As triggers say it: `UPDATE`.
  package var sql: String { rawValue.uppercased() }
}

extension ProjectCondition.SomeModel {
  package var phrase: String {
    let counts = [columns.map { "\($0.words) columns" }, relations.map { "\($0.words) relations" }].compactMap(\.self)
    return "a model" + (names.isEmpty ? "" : " \(alternatives(names))")
      + (counts.isEmpty ? "" : " with \(counts.joined(separator: " and "))")
  }
}

extension Comparison {
  /// `> 15`; a mere number for equality.
  fileprivate var words: String { sign == .equal ? String(value) : "\(sign.rawValue) \(value)" }
}

/// `Redis, Valkey or Memcached`
private func alternatives(_ words: [String]) -> String {
  guard let last = words.last, words.count > 1 else { return words.first ?? "" }
  return words.dropLast().joined(separator: ", ") + " or " + last
}
