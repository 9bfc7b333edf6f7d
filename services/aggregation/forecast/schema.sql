-- Every probability that was issued for the day on which it was asked, to be held against what happens. Rows are only added: the first of a day stays, a later
-- state of that day adds its own where it says something else.
CREATE TABLE issued_forecast (
  as_of TEXT NOT NULL,            -- YYYY-MM-DD
  evaluation_date TEXT NOT NULL,  -- YYYY-MM-DD
  number TEXT NOT NULL,           -- of the measure
  state_version BIGINT NOT NULL,  -- of the state of knowledge
  probability DOUBLE PRECISION NOT NULL,
  period TEXT NOT NULL,           -- that is judged
  decided BIGINT NOT NULL,        -- 1: the outcome was known, this was no forecast
  plan_version TEXT NOT NULL,
  policy_version TEXT NOT NULL,
  PRIMARY KEY (as_of, evaluation_date, number, state_version)
);
