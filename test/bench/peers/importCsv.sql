CREATE TABLE deductions (
  c1 TEXT, c2 TEXT, c3 TEXT, c4 TEXT, c5 TEXT, c6 TEXT, c7 TEXT, c8 TEXT, c9 TEXT,
  c10 TEXT, c11 TEXT, c12 TEXT, c13 TEXT, c14 TEXT, c15 TEXT, c16 TEXT, c17 TEXT
);
.import --csv --skip 1 "{file}" deductions
SELECT json_object('counts', json_object('rows', count(*))) FROM deductions;
