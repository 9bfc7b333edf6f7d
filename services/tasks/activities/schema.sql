-- Activities of duties, withdrawn ones too.
CREATE TABLE activity (
  id BIGINT PRIMARY KEY,       -- from 1, in order of recording
  task TEXT NOT NULL,          -- number, "29-1"
  body BYTEA NOT NULL          -- qcity.tasks.v1.Activity
);
CREATE INDEX activity_by_task ON activity (task, id);

-- Briefings (工作信息).
CREATE TABLE briefing (
  id BIGINT PRIMARY KEY,       -- from 1, in order of handing in
  body BYTEA NOT NULL          -- qcity.tasks.v1.Briefing
);
