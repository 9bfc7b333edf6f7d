-- The application for acceptance with its whole history: at most one row, of id 1.
CREATE TABLE acceptance (
  id BIGINT PRIMARY KEY,
  body BYTEA NOT NULL         -- qcity.aggregation.v1.Application
);
