/// A regular expression compiled for ASCII text: a list of steps and a stack of places to come back to, the way back
/// taken in the order in which `NSRegularExpression` would take it. It finds the same and costs a small part, because no
/// text has to be made of the bytes and nothing is called for each place.
///
/// It gives up (and says so) on text with other bytes than ASCII and when it has taken too many steps; then the other
/// has to be asked, which can be interrupted.
final class ByteProgram: Sendable {
  private enum Operation: UInt8 {
    case match, byte, set, run, split, choose, jump, begin, end, wordBoundary, notWordBoundary, look
  }

  /// `next` is where to go on, `other` where to come back to.
  private struct Step: Sendable {
    var operation: UInt8
    var byte: UInt8 = 0
    var next: Int32 = 0
    var other: Int32 = 0
  }

  /// Where to go on when what was tried fails: at a place, then at each one before it down to the lowest.
  private struct Back {
    var step: Int32
    var place: Int32
    var lowest: Int32
  }

  private struct Look: Sendable {
    var start: Int32
    /// How far back it begins, 0 when it looks ahead.
    var width: Int
    var isBehind: Bool
    var isNegative: Bool
  }

  private let steps: [Step]
  private let sets: [ByteSet]
  private let looks: [Look]
  /// Of each `choose`: where to go on by the byte at hand, −1 for nowhere.
  private let choices: [InlineArray<129, Int16>]
  /// What every match begins with at the very start, and what elsewhere; `nil` when it may be nothing.
  private let first: ByteSet?
  private let firstLater: ByteSet?

  /// The place of the end of the text behind those of the bytes of ASCII.
  private static let endOfText = 128

  /// Steps taken before it gives up.
  private static let patience = 100_000
  /// How many places to come back to it keeps, and how many at first: that few need no memory of their own.
  private static let stackSize = 512
  private static let smallStackSize = 80

  /// `nil` when the expression says more than can be said about bytes.
  init?(_ source: String) {
    var compiler = Compiler()
    guard let expression = ByteExpression(source), compiler.compile(expression) else { return nil }
    compiler.add(.match)
    steps = compiler.steps
    sets = compiler.sets
    looks = compiler.looks
    choices = compiler.choices
    first = compiler.first(atStart: true)
    firstLater = compiler.first(atStart: false)
  }

  // MARK: Running

  /// Whether it matches anywhere in some bytes; `nil` when the other has to be asked.
  func occurs(in text: [UInt8], _ range: Range<Int>) -> Bool? {
    var isFound = false
    return search(text, range) { _ in
      isFound = true
      return false
    } ? isFound : nil
  }

  /// The first matches in some bytes, at most `limit`; `nil` when the other has to be asked.
  func matches(in text: [UInt8], _ range: Range<Int>, limit: Int) -> [Range<Int>]? {
    var found: [Range<Int>] = []
    return search(text, range) { match in
      found.append(range.lowerBound + match.lowerBound..<range.lowerBound + match.upperBound)
      return found.count < limit
    } ? found : nil
  }

  /// Calls `take` with each match, counted from the range's beginning, until it returns `false`; `false` when it gave up.
  private func search(_ text: [UInt8], _ range: Range<Int>, take: (Range<Int>) -> Bool) -> Bool {
    unsafe text.withUnsafeBufferPointer { text in
      let bytes = unsafe UnsafeBufferPointer(rebasing: text[range])
      guard unsafe ByteProgram.isPlain(bytes) else { return false }
      var isTaken = false
      func takeOnce(_ match: Range<Int>) -> Bool {
        isTaken = true
        return take(match)
      }
      if unsafe search(bytes, ByteProgram.smallStackSize, take: takeOnce) { return true }
      // What was told cannot be told again.
      return unsafe isTaken ? false : search(bytes, ByteProgram.stackSize, take: take)
    }
  }

  private func search(
    _ bytes: UnsafeBufferPointer<UInt8>, _ stackSize: Int, take: (Range<Int>) -> Bool
  ) -> Bool {
    unsafe withUnsafeTemporaryAllocation(of: Back.self, capacity: stackSize) { stack in
      unsafe steps.withUnsafeBufferPointer { steps in
        unsafe sets.withUnsafeBufferPointer { sets in
          var run = unsafe Run(program: self, steps: steps, sets: sets, bytes: bytes, stack: stack)
          return run.search(take)
        }
      }
    }
  }

  /// ASCII, without the separators that are white space to some.
  private static func isPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    var start = 0
    // Eight bytes at a time: a high bit is left standing in each that is not plain.
    while start + 8 <= bytes.count {
      let chunk = unsafe UnsafeRawPointer(bytes.baseAddress! + start).loadUnaligned(as: UInt64.self)
      let tabs = chunk ^ ones &* 0x0B
      let separators = (chunk & ones &* 0xFC) ^ ones &* 0x1C
      let marks = chunk | (tabs &- ones) & ~tabs | (separators &- ones) & ~separators
      if marks & highs != 0 { return false }
      start += 8
    }
    for index in start..<bytes.count {
      let byte = unsafe bytes[index]
      if byte >= 0x80 || byte == 0x0B || byte >= 0x1C && byte < 0x20 { return false }
    }
    return true
  }

  /// One search. Holds pointers into what lives longer than it.
  @safe private struct Run {
    let program: ByteProgram
    let steps: UnsafeBufferPointer<Step>
    let sets: UnsafeBufferPointer<ByteSet>
    let bytes: UnsafeBufferPointer<UInt8>
    let stack: UnsafeMutableBufferPointer<Back>
    var patience = ByteProgram.patience
    var gaveUp = false

    init(
      program: ByteProgram, steps: UnsafeBufferPointer<Step>, sets: UnsafeBufferPointer<ByteSet>,
      bytes: UnsafeBufferPointer<UInt8>, stack: UnsafeMutableBufferPointer<Back>
    ) {
      self.program = program
      unsafe self.steps = steps
      unsafe self.sets = sets
      unsafe self.bytes = bytes
      unsafe self.stack = stack
    }

    /// `false` when it gave up.
    mutating func search(_ take: (Range<Int>) -> Bool) -> Bool {
      let count = unsafe bytes.count
      var start = 0
      while start <= count {
        if start == 0 {
          if let first = program.first, unsafe count == 0 || !first.contains(bytes[0]) {
            start = 1
            continue
          }
        } else if let first = program.firstLater {
          // What begins with `^` matches nowhere else.
          if first.isEmpty { break }
          while start < count, unsafe !first.contains(bytes[start]) { start += 1 }
          if start == count { break }
        }
        let end = match(0, at: start, depth: 0)
        if gaveUp { return false }
        guard let end else {
          start += 1
          continue
        }
        if !take(start..<end) { break }
        start = end > start ? end : start + 1
      }
      return true
    }

    /// Where a match that begins at a place ends, by the steps from one on. `depth`: where the stack is free.
    private mutating func match(_ first: Int32, at place: Int, depth: Int) -> Int? {
      var pc = first
      var place = place
      var depth = depth
      let floor = depth
      while true {
        patience -= 1
        if patience < 0 {
          gaveUp = true
          return nil
        }
        let step = unsafe steps[Int(pc)]
        var holds = true
        switch step.operation {
        case Operation.byte.rawValue:
          holds = unsafe place < bytes.count && bytes[place] == step.byte
          place += 1
        case Operation.set.rawValue:
          holds = unsafe place < bytes.count && sets[Int(step.other)].contains(bytes[place])
          place += 1
        case Operation.run.rawValue:
          let start = place
          while unsafe place < bytes.count && sets[Int(step.other)].contains(bytes[place]) { place += 1 }
          if place > start {
            guard push(step.next, place - 1, lowest: start, &depth) else { return nil }
          }
        case Operation.split.rawValue:
          guard push(step.other, place, lowest: place, &depth) else { return nil }
        case Operation.choose.rawValue:
          let byte = unsafe place < bytes.count ? Int(bytes[place] & 0x7F) : ByteProgram.endOfText
          let target = program.choices[Int(step.other)][byte]
          if target >= 0 {
            pc = Int32(target)
            continue
          }
          holds = false
        case Operation.jump.rawValue: break
        case Operation.begin.rawValue: holds = place == 0
        case Operation.end.rawValue: holds = isEnd(place)
        case Operation.wordBoundary.rawValue: holds = isWord(place - 1) != isWord(place)
        case Operation.notWordBoundary.rawValue: holds = isWord(place - 1) == isWord(place)
        case Operation.look.rawValue:
          holds = looks(program.looks[Int(step.other)], at: place, depth: depth)
          if gaveUp { return nil }
        default: return place
        }
        if holds {
          pc = step.next
          continue
        }
        guard depth > floor else { return nil }
        let back = unsafe stack[depth - 1]
        pc = back.step
        place = Int(back.place)
        if back.place > back.lowest {
          unsafe stack[depth - 1].place -= 1
        } else {
          depth -= 1
        }
      }
    }

    /// `false` when there is no room.
    @inline(__always)
    private mutating func push(_ step: Int32, _ place: Int, lowest: Int, _ depth: inout Int) -> Bool {
      guard unsafe depth < stack.count else {
        gaveUp = true
        return false
      }
      unsafe stack[depth] = Back(
        step: step, place: Int32(truncatingIfNeeded: place), lowest: Int32(truncatingIfNeeded: lowest))
      depth += 1
      return true
    }

    private mutating func looks(_ look: Look, at place: Int, depth: Int) -> Bool {
      guard look.width <= place else { return look.isNegative }
      let end = match(look.start, at: place - look.width, depth: depth)
      return (look.isBehind ? end == place : end != nil) != look.isNegative
    }

    private func isWord(_ place: Int) -> Bool {
      unsafe place >= 0 && place < bytes.count && ByteSet.word.contains(bytes[place])
    }

    /// The end, or before the line end that is the last thing.
    private func isEnd(_ place: Int) -> Bool {
      let count = unsafe bytes.count
      if place == count { return true }
      if place == count - 1, unsafe ByteSet.lineEnd.contains(bytes[place]) {
        return unsafe !(bytes[place] == 0x0A && place > 0 && bytes[place - 1] == 0x0D)
      }
      return unsafe place == count - 2 && bytes[place] == 0x0D && bytes[place + 1] == 0x0A
    }
  }
}

extension ByteProgram {
  /// Turns the tree into steps.
  private struct Compiler {
    var steps: [Step] = []
    var sets: [ByteSet] = []
    var looks: [Look] = []
    var choices: [InlineArray<129, Int16>] = []

    private static let mostSteps = 2_000

    @discardableResult
    mutating func add(_ operation: Operation, byte: UInt8 = 0) -> Int {
      steps.append(Step(operation: operation.rawValue, byte: byte, next: here + 1))
      return steps.count - 1
    }

    private var here: Int32 { Int32(truncatingIfNeeded: steps.count) }

    /// `false` when the expression is too much.
    mutating func compile(_ expression: ByteExpression) -> Bool {
      guard steps.count < Compiler.mostSteps else { return false }
      switch expression {
      case .bytes(let set): compile(set)
      case .begin: add(.begin)
      case .end: add(.end)
      case .wordBoundary(let isNegative): add(isNegative ? .notWordBoundary : .wordBoundary)
      case .sequence(let parts):
        for part in parts { guard compile(part) else { return false } }
      case .alternatives(let parts): return compile(alternatives: parts)
      case .repeated(let part, let least, let most, let isLazy):
        return compile(part, least: least, most: most, isLazy: isLazy)
      case .look(let inside, let isBehind, let isNegative):
        let widths = isBehind ? inside.widths : [0]
        guard let widths, widths.count == 1 else { return false }
        let look = add(.look)
        steps[look].other = Int32(truncatingIfNeeded: looks.count)
        looks.append(Look(start: here, width: widths.first!, isBehind: isBehind, isNegative: isNegative))
        guard compile(inside) else { return false }
        add(.match)
        steps[look].next = here
      }
      return true
    }

    private mutating func compile(_ set: ByteSet) {
      if let byte = set.single {
        add(.byte, byte: byte)
        return
      }
      steps[add(.set)].other = number(of: set)
    }

    private mutating func number(of set: ByteSet) -> Int32 {
      let number = sets.firstIndex(of: set) ?? sets.count
      if number == sets.count { sets.append(set) }
      return Int32(truncatingIfNeeded: number)
    }

    private mutating func compile(alternatives parts: [ByteExpression]) -> Bool {
      // Of many, the byte at hand mostly leaves one.
      if parts.count > 2 { return compile(choice: parts) }
      var ends: [Int] = []
      for part in parts.dropLast() {
        let split = add(.split)
        guard compile(part) else { return false }
        ends.append(add(.jump))
        steps[split].other = here
      }
      guard compile(parts[parts.count - 1]) else { return false }
      for end in ends { steps[end].next = here }
      return true
    }

    private mutating func compile(choice parts: [ByteExpression]) -> Bool {
      let choose = add(.choose)
      var starts: [Int32] = []
      var ends: [Int] = []
      for part in parts {
        starts.append(here)
        guard compile(part) else { return false }
        ends.append(add(.jump))
      }
      let beginnings = parts.map(\.beginning)
      var known: [[Int]: Int16] = [:]
      var targets = InlineArray<129, Int16>(repeating: -1)
      for byte in targets.indices {
        let possible = parts.indices.filter { part in
          beginnings[part].canBeEmpty
            || byte != ByteProgram.endOfText && beginnings[part].bytes.contains(UInt8(truncatingIfNeeded: byte))
        }
        guard let last = possible.last else { continue }
        if let target = known[possible] {
          targets[byte] = target
          continue
        }
        // Tried in their order.
        var first = starts[last]
        for part in possible.dropLast().reversed() {
          let split = add(.split)
          steps[split].next = starts[part]
          steps[split].other = first
          first = Int32(truncatingIfNeeded: split)
        }
        guard steps.count < Compiler.mostSteps else { return false }
        known[possible] = Int16(first)
        targets[byte] = Int16(first)
      }
      for end in ends { steps[end].next = here }
      steps[choose].other = Int32(truncatingIfNeeded: choices.count)
      choices.append(targets)
      return true
    }

    private mutating func compile(_ part: ByteExpression, least: Int, most: Int?, isLazy: Bool) -> Bool {
      for _ in 0..<least { guard compile(part) else { return false } }
      guard let most else {
        // What repeats without end must go on each time.
        if part.canBeEmpty { return false }
        if case .bytes(let set) = part, !isLazy {
          steps[add(.run)].other = number(of: set)
          return true
        }
        let split = add(.split)
        guard compile(part) else { return false }
        steps[add(.jump)].next = Int32(truncatingIfNeeded: split)
        leave(split, isLazy: isLazy)
        return true
      }
      var splits: [Int] = []
      for _ in least..<most {
        splits.append(add(.split))
        guard compile(part) else { return false }
      }
      for split in splits { leave(split, isLazy: isLazy) }
      return true
    }

    /// Makes a split the choice between what follows it and the place reached now.
    private mutating func leave(_ split: Int, isLazy: Bool) {
      let body = steps[split].next
      steps[split].next = isLazy ? here : body
      steps[split].other = isLazy ? body : here
    }

    /// What every match begins with; `nil` when it may be nothing.
    func first(atStart: Bool) -> ByteSet? {
      var set = ByteSet()
      var seen: Set<Int32> = []
      var waiting: [Int32] = [0]
      while let place = waiting.popLast() {
        guard seen.insert(place).inserted else { continue }
        let step = steps[Int(place)]
        switch Operation(rawValue: step.operation)! {
        case .match: return nil
        case .byte: set.insert(step.byte)
        case .set: set.formUnion(sets[Int(step.other)])
        case .run:
          set.formUnion(sets[Int(step.other)])
          waiting.append(step.next)
        case .split: waiting += [step.next, step.other]
        case .choose:
          let targets = choices[Int(step.other)]
          for index in targets.indices where targets[index] >= 0 { waiting.append(Int32(targets[index])) }
        case .begin: if atStart { waiting.append(step.next) }
        case .jump, .end, .wordBoundary, .notWordBoundary, .look: waiting.append(step.next)
        }
      }
      return set
    }
  }
}
