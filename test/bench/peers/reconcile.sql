CREATE MACRO amount(cell) AS CAST(regexp_extract(replace(cell, ',', ''), '^-?[0-9.]+') AS DOUBLE);

CREATE TABLE deductions AS SELECT
  split_part("资源包名称/资源包ID", chr(10), 2) AS package, "抵扣时间" AS deducted_at,
  amount(nullif("抵扣前包剩余量", '-')) AS before, amount(nullif("实际抵扣量", '-')) AS taken, amount(nullif("抵扣后包剩余量", '-')) AS after,
  "被抵扣资源归属UIN" AS owner, "被抵扣资源产品" AS product, "被抵扣资源计费项" AS item, left("用量开始时间", 13) AS hour,
  amount(nullif("被抵扣资源原始用量", '-')) AS raw
FROM read_csv({deductions}, all_varchar = true, header = true);

SELECT count(*) AS deductions, count(*) FILTER (abs(before - taken - after) > 1e-6) AS arithmetic FROM deductions;

SELECT count(*) AS breaks FROM (
  SELECT before, lag(after) OVER (PARTITION BY package ORDER BY deducted_at, before DESC) AS previous FROM deductions
) WHERE abs(previous - before) > 1e-6;

WITH used AS (
  SELECT owner, product, item, hour, sum(raw) AS raw FROM deductions GROUP BY ALL
), billed AS (
  SELECT "使用者UIN" AS owner, "产品名称" AS product, "组件名称" AS item, left("开始使用时间", 13) AS hour,
    sum(amount("抵扣用量/时长（含资源包）")) AS deducted
  FROM read_csv({bill}, all_varchar = true, header = true) WHERE "抵扣用量/时长（含资源包）" <> '-' GROUP BY ALL
)
SELECT count(*) AS groups, count(used.raw + billed.deducted) AS matched, count(*) FILTER (abs(used.raw - billed.deducted) > 1e-6) AS different
FROM used FULL JOIN billed USING (owner, product, item, hour);
