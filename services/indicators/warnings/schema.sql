-- Observations that were recorded with a doubt: what is asked for by itself.
CREATE TABLE warned_observation (
  id BIGINT PRIMARY KEY       -- of the observation
);
