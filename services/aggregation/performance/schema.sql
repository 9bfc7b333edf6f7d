-- Yearly lists of the performance of organisations, each with its whole history.
CREATE TABLE performance (
  year BIGINT PRIMARY KEY,
  body BYTEA NOT NULL         -- qcity.aggregation.v1.PerformanceRecord
);
