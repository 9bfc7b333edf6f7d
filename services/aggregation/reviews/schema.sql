-- Reviews, each row with its whole history.
CREATE TABLE review (
  id BIGINT PRIMARY KEY,
  body BYTEA NOT NULL         -- qcity.aggregation.v1.Review
);
-- What was frozen: written once.
CREATE TABLE review_snapshot (
  review BIGINT PRIMARY KEY,
  body BYTEA NOT NULL         -- qcity.aggregation.v1.FrozenReadiness
);
-- Experts' marks: only ever added.
CREATE TABLE review_mark (
  review BIGINT NOT NULL,
  number BIGINT NOT NULL,
  body BYTEA NOT NULL,        -- qcity.aggregation.v1.ItemMark
  PRIMARY KEY (review, number)
);
CREATE TABLE review_finding (
  review BIGINT NOT NULL,
  number BIGINT NOT NULL,
  body BYTEA NOT NULL,        -- qcity.aggregation.v1.Finding
  PRIMARY KEY (review, number)
);
