-- What was read from other services' feeds: each entity as last published, so that any as-of answer can be rebuilt.
CREATE TABLE entity (
  feed TEXT NOT NULL,
  key TEXT NOT NULL,
  body BYTEA NOT NULL,        -- qcity.feed.v1.Change
  PRIMARY KEY (feed, key)
);

-- How far each feed was read; stored in the transaction that stored the entities.
CREATE TABLE source (
  feed TEXT PRIMARY KEY,
  token BYTEA NOT NULL        -- qcity.feed.v1.Token
);

-- Vetoes, in force and lifted.
CREATE TABLE veto (
  id BIGINT PRIMARY KEY,      -- feed position of the declaration
  body BYTEA NOT NULL         -- qcity.aggregation.v1.Veto
);
