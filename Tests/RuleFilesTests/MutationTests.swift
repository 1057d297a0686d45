import RuleFiles
import Testing

@Suite struct MutationTests {
  /// SplitMix64: the same mutations in every run.
  private struct Dice {
    var state: UInt64

    mutating func roll(_ sides: Int) -> Int {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return Int((z ^ (z >> 31)) % UInt64(sides))
    }
  }

  private static let pieces = [
    "[", "]", "{", "}", ": ", "- ", "&a ", "*a", "!x ", "|", ">", "\"", "'", "#", "\n", "\n---\n", "\t", "\0", "$X",
    "↓",
    "<<: ", "? ", "%", "@", ",", "  ", "\r\n", "match:", "any: ", "contexts:", "framework: x", "\u{FEFF}", "~", "1e9",
  ].map { Array($0.utf8) }

  @Test("a damaged file gives faults with places inside of it, or rules, and never a crash", arguments: 0..<8)
  func damaged(seed: Int) {
    var dice = Dice(state: UInt64(seed))
    let whole = Array(RuleTests.whole.utf8)
    for _ in 0..<250 {
      var bytes = whole
      for _ in 0...dice.roll(4) {
        let place = dice.roll(bytes.count)
        switch dice.roll(5) {
        case 0: bytes[place] = UInt8(dice.roll(256))
        case 1: bytes.remove(at: place)
        case 2: bytes.removeSubrange(place..<min(bytes.count, place + dice.roll(80)))
        case 3: bytes.insert(contentsOf: MutationTests.pieces[dice.roll(MutationTests.pieces.count)], at: place)
        default:
          bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + dice.roll(200))], at: dice.roll(place + 1))
        }
        if bytes.isEmpty { bytes = whole }
      }
      let library = loadRuleLibrary([RuleFileBytes(path: "f", bytes: bytes, isShipped: false)])
      let isSilent =
        library.rules.isEmpty && library.frameworks.isEmpty && library.contexts.isEmpty && library.faults.isEmpty
      #expect(!isSilent)
      let lines = bytes.count { $0 == 0x0A || $0 == 0x0D } + 2
      #expect(library.faults.allSatisfy { (1...lines).contains($0.origin.line) && $0.origin.column >= 1 })
    }
  }

  @Test("a file cut off anywhere gives rules or faults")
  func cutOff() {
    let whole = Array(RuleTests.whole.utf8)
    for length in 0..<whole.count {
      let library = loadRuleLibrary([RuleFileBytes(path: "f", bytes: Array(whole[..<length]), isShipped: false)])
      #expect(!library.faults.isEmpty || !library.rules.isEmpty)
    }
  }
}
