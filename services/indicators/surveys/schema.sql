-- One row per survey; the message holds all there is, its history included.
CREATE TABLE survey (
  id TEXT PRIMARY KEY,        -- "2018-services"
  agency TEXT NOT NULL,       -- organisation id
  body BYTEA NOT NULL         -- qcity.indicators.v1.Survey
);
