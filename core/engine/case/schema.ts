/**
 * How a case is laid out: one list of statements for each version, each of which makes the next version of the one
 * before. A new case goes through all of them, an older one through those it lacks; none is ever changed.
 */
export const MIGRATIONS: readonly (readonly string[])[] = [
  [
    // What file this is. One row.
    "CREATE TABLE about (format VARCHAR NOT NULL, version INTEGER NOT NULL, program VARCHAR NOT NULL, fingerprints VARCHAR NOT NULL)",
    // Values by name, as JSON.
    "CREATE TABLE setting (name VARCHAR PRIMARY KEY, value VARCHAR NOT NULL)",
    // Files that were given and have no ending yet: what an interrupted reading goes on with.
    "CREATE TABLE waiting (path VARCHAR PRIMARY KEY)",
    // Files that were not read, and why.
    "CREATE TABLE refused (path VARCHAR PRIMARY KEY, name VARCHAR NOT NULL, code VARCHAR NOT NULL, message VARCHAR NOT NULL, harmless BOOLEAN NOT NULL)",
    // What was read, each bytes once, under which rules. `facts` and `shapes`: all that was counted, see value-bytes.ts.
    `CREATE TABLE capture (
      id UINTEGER PRIMARY KEY, sha256 VARCHAR NOT NULL, path VARCHAR NOT NULL, name VARCHAR NOT NULL,
      bytes UBIGINT NOT NULL, packets UBIGINT NOT NULL, requests UBIGINT NOT NULL,
      rules VARCHAR NOT NULL, finished BOOLEAN NOT NULL, indexed BOOLEAN NOT NULL, shapes BLOB NOT NULL, facts BLOB NOT NULL)`,
    // Partial states: of each source of a capture one row or more. A part has the shapes of its states.
    "CREATE TABLE state_part (capture UINTEGER NOT NULL, part UINTEGER NOT NULL, shapes BLOB NOT NULL)",
    // `kept`: requests in it that are of no folded flow.
    "CREATE TABLE source_state (capture UINTEGER NOT NULL, part UINTEGER NOT NULL, source BLOB NOT NULL, kept UINTEGER NOT NULL, state BLOB NOT NULL)",
    // The packet index: a row of each SIP request. Addresses: see core/query/address-key.ts.
    `CREATE TABLE packet (
      capture UINTEGER NOT NULL, number UBIGINT NOT NULL, time_ns BIGINT,
      source BLOB NOT NULL, destination BLOB NOT NULL, source_port USMALLINT NOT NULL, destination_port USMALLINT NOT NULL,
      ttl UTINYINT NOT NULL, ip_id USMALLINT, method VARCHAR NOT NULL, header_order VARCHAR NOT NULL,
      anomalies VARCHAR NOT NULL, file_offset UBIGINT NOT NULL, length UINTEGER NOT NULL, payload_at UINTEGER,
      payload_length UINTEGER NOT NULL, missing_bytes UINTEGER NOT NULL)`,
    // Payloads that do not stand in their capture as they are: of compressed captures, and of fragments.
    "CREATE TABLE payload (capture UINTEGER NOT NULL, number UBIGINT NOT NULL, bytes BLOB NOT NULL)",
    // Everything the analyst did, in order. `body`: JSON.
    "CREATE TABLE event (id UBIGINT PRIMARY KEY, at_ms BIGINT NOT NULL, author VARCHAR NOT NULL, kind VARCHAR NOT NULL, body VARCHAR NOT NULL)",
    // What was made of all that, to be asked for: made anew when captures, rules or signatures change. `stamp`: of what.
    "CREATE TABLE view (name VARCHAR PRIMARY KEY, value VARCHAR NOT NULL)",
    `CREATE TABLE flow (
      id VARCHAR NOT NULL, source BLOB NOT NULL, source_text VARCHAR NOT NULL, first_ns BIGINT, last_ns BIGINT,
      packets UBIGINT NOT NULL, destinations UBIGINT NOT NULL, rate DOUBLE, duration DOUBLE, strategy VARCHAR NOT NULL,
      port_class VARCHAR NOT NULL, ports UINTEGER NOT NULL, ttl_min UTINYINT NOT NULL, ttl_max UTINYINT NOT NULL,
      ip_id VARCHAR NOT NULL, most_tool VARCHAR, tools VARCHAR[] NOT NULL, tool_names VARCHAR[] NOT NULL, families VARCHAR[] NOT NULL,
      variants VARCHAR[] NOT NULL, fingerprints VARCHAR[] NOT NULL, grades VARCHAR[] NOT NULL, most_method VARCHAR,
      methods VARCHAR[] NOT NULL, packets_by_method MAP(VARCHAR, BIGINT) NOT NULL, anomalies VARCHAR[] NOT NULL,
      traits VARCHAR[] NOT NULL, shown VARCHAR NOT NULL)`,
    // Where sources are by the tables in use; of others nothing is known.
    "CREATE TABLE place (source BLOB NOT NULL, country VARCHAR, asn VARCHAR)",
    `CREATE TABLE strand (
      id VARCHAR NOT NULL, flow VARCHAR NOT NULL, source BLOB NOT NULL, method VARCHAR, packets UBIGINT NOT NULL,
      fingerprint VARCHAR NOT NULL, grade VARCHAR NOT NULL, tool VARCHAR, family VARCHAR, variant VARCHAR)`,
    `CREATE TABLE fingerprint (
      id VARCHAR NOT NULL, tool VARCHAR, text VARCHAR NOT NULL, fingerprint_group VARCHAR NOT NULL)`,
  ],
  [
    // Notes and bookmarks that hold, as events say; of a bookmark the text is NULL. Not `timed`: on the whole source.
    // `capture`: SHA-256 of that of the packet it is on.
    `CREATE TABLE note (
      id VARCHAR NOT NULL, source BLOB NOT NULL, timed BOOLEAN NOT NULL, first_ns BIGINT, last_ns BIGINT,
      capture VARCHAR, number UBIGINT, text VARCHAR)`,
    // What decides which label covers a strand: its templates as JSON, the same of many strands.
    "CREATE TABLE mask (id UINTEGER NOT NULL, fingerprint VARCHAR NOT NULL, template VARCHAR NOT NULL)",
    "ALTER TABLE strand ADD COLUMN mask UINTEGER",
    // The masks that a label covers, the fingerprint it was given on, and its tool.
    "CREATE TABLE labelled (mask UINTEGER NOT NULL, fingerprint VARCHAR NOT NULL, tool VARCHAR NOT NULL)",
    // With which import a capture came, from 1; of captures of a version that did not count them it is not known.
    "ALTER TABLE capture ADD COLUMN import UINTEGER",
    "ALTER TABLE waiting ADD COLUMN import UINTEGER",
  ],
  [
    // Sources, with what was counted of all their flows. `days`: UTC days counted from 1970-01-01. Made with the other views.
    `CREATE TABLE source (
      source BLOB NOT NULL, source_text VARCHAR NOT NULL, packets UBIGINT NOT NULL, flows UBIGINT NOT NULL,
      destinations UBIGINT NOT NULL, first_ns BIGINT, last_ns BIGINT, duration DOUBLE, days INTEGER[] NOT NULL,
      most_tool VARCHAR, tools VARCHAR[] NOT NULL, tool_names VARCHAR[] NOT NULL, families VARCHAR[] NOT NULL,
      flows_by_tool MAP(VARCHAR, BIGINT) NOT NULL, packets_by_method MAP(VARCHAR, BIGINT) NOT NULL, shown VARCHAR NOT NULL)`,
  ],
  [
    // `source_place`: the place of the source among all, by address. Numbers sort several times as fast as bytes.
    "DROP TABLE flow",
    "DELETE FROM view",
    `CREATE TABLE flow (
      id VARCHAR NOT NULL, source BLOB NOT NULL, source_place UINTEGER NOT NULL, source_text VARCHAR NOT NULL,
      first_ns BIGINT, last_ns BIGINT, packets UBIGINT NOT NULL, destinations UBIGINT NOT NULL, rate DOUBLE, duration DOUBLE,
      strategy VARCHAR NOT NULL, port_class VARCHAR NOT NULL, ports UINTEGER NOT NULL, ttl_min UTINYINT NOT NULL,
      ttl_max UTINYINT NOT NULL, ip_id VARCHAR NOT NULL, most_tool VARCHAR, tools VARCHAR[] NOT NULL,
      tool_names VARCHAR[] NOT NULL, families VARCHAR[] NOT NULL, variants VARCHAR[] NOT NULL,
      fingerprints VARCHAR[] NOT NULL, grades VARCHAR[] NOT NULL, most_method VARCHAR, methods VARCHAR[] NOT NULL,
      packets_by_method MAP(VARCHAR, BIGINT) NOT NULL, anomalies VARCHAR[] NOT NULL, traits VARCHAR[] NOT NULL,
      shown VARCHAR NOT NULL)`,
  ],
  [
    // Numbers that INVITEs of flows name, by their last digits; without any: packets of numbers that are not kept. `called`:
    // in To or request URI, else in From alone.
    `CREATE TABLE dialled_number (
      flow VARCHAR NOT NULL, source BLOB NOT NULL, tail VARCHAR, called BOOLEAN NOT NULL, packets UBIGINT NOT NULL)`,
    // The same by all that was dialled, as sent; `digits`: without plus signs.
    `CREATE TABLE dialled_form (
      flow VARCHAR NOT NULL, tail VARCHAR NOT NULL, form VARCHAR NOT NULL, digits VARCHAR NOT NULL,
      packets UBIGINT NOT NULL)`,
  ],
  [
    // `number`: from 0, in the order of the rows. Those of a table's own may change when it is saved.
    "DROP TABLE flow",
    "DELETE FROM view",
    `CREATE TABLE flow (
      number UINTEGER NOT NULL, id VARCHAR NOT NULL, source BLOB NOT NULL, source_place UINTEGER NOT NULL,
      source_text VARCHAR NOT NULL, first_ns BIGINT, last_ns BIGINT, packets UBIGINT NOT NULL,
      destinations UBIGINT NOT NULL, rate DOUBLE, duration DOUBLE, strategy VARCHAR NOT NULL, port_class VARCHAR NOT NULL,
      ports UINTEGER NOT NULL, ttl_min UTINYINT NOT NULL, ttl_max UTINYINT NOT NULL, ip_id VARCHAR NOT NULL,
      most_tool VARCHAR, tools VARCHAR[] NOT NULL, tool_names VARCHAR[] NOT NULL, families VARCHAR[] NOT NULL,
      variants VARCHAR[] NOT NULL, fingerprints VARCHAR[] NOT NULL, grades VARCHAR[] NOT NULL, most_method VARCHAR,
      methods VARCHAR[] NOT NULL, packets_by_method MAP(VARCHAR, BIGINT) NOT NULL, anomalies VARCHAR[] NOT NULL,
      traits VARCHAR[] NOT NULL, shown VARCHAR NOT NULL)`,
    // Where flows went: addresses, numbered ascending, and of each the flows to it, in that order.
    "CREATE TABLE destination (number UINTEGER NOT NULL, address BLOB NOT NULL)",
    "CREATE TABLE flow_destination (destination UINTEGER NOT NULL, flow UINTEGER NOT NULL)",
  ],
  [
    // What matching looks at of strands without their messages, in a row those of some whole sources: see stored-outlines.ts.
    "CREATE TABLE outline (number UINTEGER NOT NULL, shapes BLOB NOT NULL, strands BLOB NOT NULL)",
  ],
  [
    // `words`: all texts but the address in which words are looked for, as `wordsText` joins them.
    "DROP TABLE flow",
    "DELETE FROM view",
    `CREATE TABLE flow (
      number UINTEGER NOT NULL, id VARCHAR NOT NULL, source BLOB NOT NULL, source_place UINTEGER NOT NULL,
      source_text VARCHAR NOT NULL, first_ns BIGINT, last_ns BIGINT, packets UBIGINT NOT NULL,
      destinations UBIGINT NOT NULL, rate DOUBLE, duration DOUBLE, strategy VARCHAR NOT NULL, port_class VARCHAR NOT NULL,
      ports UINTEGER NOT NULL, ttl_min UTINYINT NOT NULL, ttl_max UTINYINT NOT NULL, ip_id VARCHAR NOT NULL,
      most_tool VARCHAR, tools VARCHAR[] NOT NULL, tool_names VARCHAR[] NOT NULL, families VARCHAR[] NOT NULL,
      variants VARCHAR[] NOT NULL, fingerprints VARCHAR[] NOT NULL, grades VARCHAR[] NOT NULL, most_method VARCHAR,
      methods VARCHAR[] NOT NULL, packets_by_method MAP(VARCHAR, BIGINT) NOT NULL, anomalies VARCHAR[] NOT NULL,
      traits VARCHAR[] NOT NULL, shown VARCHAR NOT NULL, words VARCHAR)`,
  ],
];

/** The version this program makes and reads. */
export const CASE_VERSION = MIGRATIONS.length;

/** What tells a case from other databases. */
export const CASE_FORMAT = "ringprint.case";
