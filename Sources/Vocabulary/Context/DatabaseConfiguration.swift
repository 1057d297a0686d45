/// How the audited project sets up its database: sessions, pool, triggers, and who hears of what they say.
package struct DatabaseConfiguration: Sendable {
  /// All that is known of each setting; the fact to believe first, then those that disagree with it.
  package var settings: [DatabaseSetting: [Fact<SettingValue>]]
  package var triggers: [Trigger]
  package var eventSubscribers: [EventEnd]
  package var eventPublishers: [EventEnd]

  package init(
    settings: [DatabaseSetting: [Fact<SettingValue>]] = [:], triggers: [Trigger] = [],
    eventSubscribers: [EventEnd] = [], eventPublishers: [EventEnd] = []
  ) {
    self.settings = settings
    self.triggers = triggers
    self.eventSubscribers = eventSubscribers
    self.eventPublishers = eventPublishers
  }

  /// The value to go by; `nil` when the project leaves the setting as its library has it, or when nothing is known.
  package subscript(setting: DatabaseSetting) -> Fact<SettingValue>? { settings[setting]?.first }

  /// Whether objects are emptied by a commit, where the project says so.
  package var expireOnCommit: Bool? { self[.expireOnCommit]?.value.flag }
}
