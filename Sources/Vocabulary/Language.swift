/// The languages a rule can be written for. A language without a lexer yet is known, so that its rules load; its files
/// are counted and not audited.
package enum Language: String, Sendable, CaseIterable, Codable {
  case python, javascript, typescript, go, sql

  /// Whether its functions call functions of other files, so that code may be judged by its callers.
  package var callsFunctions: Bool { self != .sql }
}
