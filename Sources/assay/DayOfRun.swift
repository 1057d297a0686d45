import Foundation

/// The day that reports carry, `YYYY-MM-DD`: today, where this machine is. `SOURCE_DATE_EPOCH`, seconds since 1970, takes
/// the place of the clock for those who need the same bytes on another day; the day is that of UTC then
/// (https://reproducible-builds.org/specs/source-date-epoch/).
func dayOfRun() throws(CommandError) -> String {
  guard let text = ProcessInfo.processInfo.environment["SOURCE_DATE_EPOCH"], !text.isEmpty else {
    return Date.now.formatted(Date.ISO8601FormatStyle(timeZone: .current).year().month().day())
  }
  // Up to the end of the year 9999.
  guard let seconds = Int(text), (0...253_402_300_799).contains(seconds) else { throw .sourceDate(text) }
  return Date(timeIntervalSince1970: Double(seconds)).formatted(Date.ISO8601FormatStyle().year().month().day())
}
