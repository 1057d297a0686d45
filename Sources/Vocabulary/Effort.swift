/// How long the fix takes: S under an hour, M one to four hours, L more.
package enum Effort: String, Sendable, CaseIterable, Codable {
  case small = "S"
  case medium = "M"
  case large = "L"
}
