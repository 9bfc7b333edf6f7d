-- One row per lead's part of an occurrence that something was recorded of. Occurrences are the plan's and are never stored.
CREATE TABLE task_part (
  task TEXT NOT NULL,         -- number, "29-1"
  occurrence TEXT NOT NULL,   -- "2018", "2018Q3"
  lead TEXT NOT NULL,         -- organisation id
  version BIGINT NOT NULL,    -- feed position of the last change
  body BYTEA NOT NULL,        -- qcity.tasks.v1.TaskPart with its events, without its light
  PRIMARY KEY (task, occurrence, lead)
);
