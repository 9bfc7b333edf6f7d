-- Yearly action plans: one row for each year, with every revision.
CREATE TABLE action_plan (
  year BIGINT PRIMARY KEY,
  body BYTEA NOT NULL         -- qcity.indicators.v1.ActionPlanYear
);
