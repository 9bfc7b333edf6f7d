-- Who holds the parts that the office moved away from the plan's leads. When and why stands in the parts' events.
CREATE TABLE task_holder (
  task TEXT NOT NULL,         -- number, "29-1"
  occurrence TEXT NOT NULL,   -- "2018", "2018Q3"
  lead TEXT NOT NULL,         -- organisation id of the plan's lead
  holder TEXT NOT NULL,       -- organisation id
  PRIMARY KEY (task, occurrence, lead)
);
