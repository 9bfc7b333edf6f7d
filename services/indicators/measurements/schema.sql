-- One row per station and day; the message holds all that was ever recorded of it.
CREATE TABLE measurement (
  day TEXT NOT NULL,          -- "2018-01-31"
  station TEXT NOT NULL,
  body BYTEA NOT NULL,        -- qcity.indicators.v1.Measurement
  PRIMARY KEY (day, station)
);
