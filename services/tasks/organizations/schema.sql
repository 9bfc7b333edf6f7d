-- Leading bodies as the organisations registered them, each with its history. Holds personal data (the liaison's name and phone): it goes into no feed.
CREATE TABLE leading_body (
  organization TEXT PRIMARY KEY,  -- organisation id
  body BYTEA NOT NULL             -- qcity.tasks.v1.LeadingBody, without title and required
);
