-- One row per observation. The message holds all there is, its history included; the columns beside it are what is asked for.
CREATE TABLE observation (
  id BIGINT PRIMARY KEY,      -- feed position of its first record
  indicator TEXT NOT NULL,    -- number, "1-1"
  part TEXT NOT NULL,
  subject TEXT NOT NULL,      -- '' is the city
  period TEXT NOT NULL,
  state BIGINT NOT NULL,
  body BYTEA NOT NULL         -- qcity.indicators.v1.Observation
);
CREATE UNIQUE INDEX observation_key ON observation (indicator, part, subject, period, id);

-- Decisions on whether a measure applies.
CREATE TABLE applicability (
  indicator TEXT PRIMARY KEY,
  body BYTEA NOT NULL         -- qcity.indicators.v1.Applicability
);
