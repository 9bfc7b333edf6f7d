-- Figures that were urged: one row for each measure, part and period, with all its urgings.
CREATE TABLE urged_report (
  indicator TEXT NOT NULL,    -- number, "1-1"
  part TEXT NOT NULL,
  period TEXT NOT NULL,
  body BYTEA NOT NULL,        -- qcity.indicators.v1.UrgedReport
  PRIMARY KEY (indicator, part, period)
);
