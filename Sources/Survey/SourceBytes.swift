/// The content of one file, with room behind it for code that reads in wide steps.
package struct SourceBytes: Sendable, Equatable {
  /// The content and then `padding` zero bytes.
  package let bytes: [UInt8]
  /// How many of `bytes` are content.
  package let count: Int

  /// Zero bytes behind the content.
  package static let padding = 64
  /// What `readSource` is asked to read at most unless the user says otherwise, in bytes.
  package static let defaultLimit = 2 * 1024 * 1024

  /// Content that is in memory already: an editor's buffer, an example of a rule.
  package init(_ content: some Collection<UInt8>) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(content.count + SourceBytes.padding)
    bytes.append(contentsOf: content)
    bytes.append(contentsOf: repeatElement(0, count: SourceBytes.padding))
    self.bytes = bytes
    self.count = bytes.count - SourceBytes.padding
  }

  /// - Parameter padded: content and padding.
  init(padded bytes: [UInt8], count: Int) {
    self.bytes = bytes
    self.count = count
  }
}
