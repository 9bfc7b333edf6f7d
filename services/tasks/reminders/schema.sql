-- One row per reminder that was announced: each kind once for a unit's part and its due day.
CREATE TABLE task_reminder (
  task TEXT NOT NULL,           -- number, "29-1"
  occurrence TEXT NOT NULL,     -- "2018", "2018Q3"
  unit TEXT NOT NULL,           -- organisation id of who was responsible
  due TEXT NOT NULL,            -- due day in force, YYYY-MM-DD
  days_before BIGINT NOT NULL,  -- kind: the policy's days before the due day; -1: overdue
  body BYTEA NOT NULL,          -- qcity.tasks.v1.ReminderAnnouncement
  PRIMARY KEY (task, occurrence, unit, due, days_before)
);
