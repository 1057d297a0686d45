import Foundation
import Testing
import Vocabulary

@testable import Survey

@Suite("Reading")
struct ReadingTests {
  @Test("content is read whole, with zeros behind it", arguments: [0, 1, 63, 4096, 100_000])
  func whole(size: Int) throws {
    let tree = try TemporaryTree()
    let content = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 | 1) }
    try tree.write("a.py", content)
    let source = try readSource(tree.path("a.py"), limit: 1_000_000)
    #expect(source.count == size)
    #expect(Array(source.bytes[..<size]) == content)
    #expect(Array(source.bytes[size...]) == [UInt8](repeating: 0, count: 64))
    #expect(source == SourceBytes(content))
  }

  @Test("the limit is the greatest size that is read")
  func limit() throws {
    let tree = try TemporaryTree(["a.py": "12345"])
    #expect(try readSource(tree.path("a.py"), limit: 5).count == 5)
    #expect(throws: ReadError.tooLarge(size: 5, limit: 4)) { try readSource(tree.path("a.py"), limit: 4) }
    #expect(ReadError.tooLarge(size: 5, limit: 4).skipReason == .tooLarge)
  }

  @Test("a file whose size is told as 0 is read to its end or to the limit")
  func growing() throws {
    let known = try Data(contentsOf: URL(fileURLWithPath: "/proc/self/status"))
    let source = try readSource("/proc/self/status", limit: 1_000_000)
    #expect(abs(source.count - known.count) < 200)
    #expect(String(decoding: source.bytes[..<source.count], as: UTF8.self).hasPrefix("Name:"))
    #expect(source.bytes.count == source.count + SourceBytes.padding)
    #expect(throws: ReadError.self) { try readSource("/proc/self/status", limit: 10) }
  }

  @Test("what is no regular file is turned down without waiting")
  func notRegular() throws {
    let tree = try TemporaryTree(["x/": ""])
    tree.fifo("pipe.py")
    #expect(throws: ReadError.notRegular) { try readSource(tree.path("pipe.py"), limit: 10) }
    #expect(throws: ReadError.notRegular) { try readSource(tree.path("x"), limit: 10) }
    #expect(throws: ReadError.notRegular) { try readSource("/dev/null", limit: 10) }
  }

  @Test("a file that is gone or closed to us is a typed error that becomes a problem")
  func failures() throws {
    let tree = try TemporaryTree(["a.py": "x"])
    #expect(throws: ReadError.missing) { try readSource(tree.path("b.py"), limit: 10) }
    let problem = ReadError.noPermission.problem(path: "a.py")
    #expect(problem.path == "a.py" && problem.stage == .survey && problem.hint != nil)
    if !isRoot {
      chmod(tree.path("a.py"), 0)
      #expect(throws: ReadError.noPermission) { try readSource(tree.path("a.py"), limit: 10) }
    }
  }
}
