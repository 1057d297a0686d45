import RuleFiles
import ShippedRules
import Testing
import Vocabulary

@testable import Survey

/// The library that ships, for what it says of models and events.
private let shippedLibrary = loadRuleLibrary(
  shippedRuleFiles().map { RuleFileBytes(path: $0.path, bytes: $0.bytes, isShipped: true) })

/// What a project of these files says about its database.
func facts(_ files: [String: String]) async throws -> DatabaseFacts {
  let tree = try TemporaryTree(files)
  let inventory = try await takeInventory(of: [tree.root], jobs: 2)
  return await discoverDatabaseFacts(in: inventory, library: shippedLibrary, jobs: 2)
}

/// `table TIMING EVENTS LEVEL function [channels]`
func told(_ trigger: Trigger) -> String {
  "\(trigger.table) \(trigger.timing) \(trigger.events.joined(separator: ",")) \(trigger.level) \(trigger.function) \(trigger.channels)"
}

/// `technology channel path:line`
func told(_ end: EventEnd) -> String { "\(end.technology) \(end.channel) \(end.path):\(end.line)" }

/// A function that notifies and a trigger that calls it, in SQL.
func notifying(_ channel: String = "job_events", table: String = "jobs", name: String = "job_notify") -> String {
  """
  CREATE OR REPLACE FUNCTION \(name)_fn() RETURNS trigger AS $$
  BEGIN
    PERFORM pg_notify('\(channel)', NEW.id::text);
    RETURN NEW;
  END;
  $$ LANGUAGE plpgsql;
  CREATE TRIGGER \(name) AFTER INSERT OR UPDATE ON \(table) FOR EACH ROW EXECUTE FUNCTION \(name)_fn();
  """
}

/// A revision of Alembic.
func revision(_ own: String, after: String, upgrade: String, downgrade: String = "pass", top: String = "") -> String {
  """
  from alembic import op
  import sqlalchemy as sa
  revision = "\(own)"
  down_revision = \(after)
  \(top)
  def upgrade():
  \(indented(upgrade))

  def downgrade():
  \(indented(downgrade))
  """
}

private func indented(_ text: String) -> String {
  text.split(separator: "\n", omittingEmptySubsequences: false).map { "    " + $0 }.joined(separator: "\n")
}
