/// The word of `known` that a misspelt `word` most likely stands for, if one is near: a third of its letters wrong at
/// most, or cut short. Upper and lower case are the same.
package func nearestWord(to word: String, among known: [String]) -> String? {
  let wanted = Array(word.lowercased().utf8.prefix(41))
  guard wanted.count <= 40 else { return nil }
  var best: (word: String, distance: Int)?
  for candidate in known {
    let letters = Array(candidate.lowercased().utf8)
    let isStart = wanted.count >= 3 && letters.starts(with: wanted)
    let distance = isStart ? 1 : editDistance(wanted, letters)
    let shorter = min(wanted.count, letters.count)
    let allowed = shorter < 3 ? 0 : max(1, shorter / 3)
    if distance <= allowed && distance < best?.distance ?? .max { best = (candidate, distance) }
  }
  return best?.word
}

/// Insertions, deletions, replacements and swaps of neighbours that turn `left` into `right`.
package func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
  if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
  var beforeLast = [Int](repeating: 0, count: right.count + 1)
  var last = Array(0...right.count)
  for i in 1...left.count {
    var row = [i]
    row.reserveCapacity(right.count + 1)
    for j in 1...right.count {
      let replaced = last[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1)
      var cost = min(replaced, last[j] + 1, row[j - 1] + 1)
      if i > 1, j > 1, left[i - 1] == right[j - 2], left[i - 2] == right[j - 1] {
        cost = min(cost, beforeLast[j - 2] + 1)
      }
      row.append(cost)
    }
    (beforeLast, last) = (last, row)
  }
  return last[right.count]
}
