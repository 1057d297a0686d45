import Glibc

/// The system's own words for an error number, as `ls` would say them: `Permission denied`.
func systemWords(_ code: Int32) -> String {
  guard let words = unsafe strerror(code) else { return "error \(code)" }
  return unsafe String(cString: words)
}
