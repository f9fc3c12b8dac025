"""Row arithmetic, chains and the join with the bill, straight from the columns of the two CSV files that these need.

Prints how much does not agree. Floats: a package of ten million million tokens is off by more than NEAR, which counts as
different here.
"""
import json
import sys

import pandas

NEAR = 1e-6
PACKAGE, TIME, BEFORE, TAKEN, AFTER = "资源包名称/资源包ID", "抵扣时间", "抵扣前包剩余量", "实际抵扣量", "抵扣后包剩余量"
OWNER, PRODUCT, ITEM, START, RAW = "被抵扣资源归属UIN", "被抵扣资源产品", "被抵扣资源计费项", "用量开始时间", "被抵扣资源原始用量"
BILL_KEYS, BILL_START, BILLED = ["使用者UIN", "产品名称", "组件名称"], "开始使用时间", "抵扣用量/时长（含资源包）"


def read(path, repeating, others):
    """Texts; those that repeat as categories, which pandas groups and sorts faster."""
    kinds = {**dict.fromkeys(repeating, "category"), **dict.fromkeys(others, str)}
    return pandas.read_csv(path, dtype=kinds, na_values=["-"], usecols=list(kinds))


def amount(cells):
    """`20,000.000000000分钟` as a float."""
    return cells.str.replace(r"[^0-9.\-]+", "", regex=True).astype(float)


deductions_file, bill_file = sys.argv[1:]
deductions = read(deductions_file, [PACKAGE, OWNER, PRODUCT, ITEM], [TIME, BEFORE, TAKEN, AFTER, START, RAW])
bill = read(bill_file, BILL_KEYS, [BILL_START, BILLED])

for column in [BEFORE, TAKEN, AFTER, RAW]:
    deductions[column] = amount(deductions[column])
deductions["hour"] = deductions[START].str[:13]
billed_lines = bill.dropna(subset=[BILLED]).copy()
billed_lines[BILLED] = amount(billed_lines[BILLED])
billed_lines["hour"] = billed_lines[BILL_START].str[:13]

arithmetic = (deductions[BEFORE] - deductions[TAKEN] - deductions[AFTER]).abs() > NEAR

# Rows of one second stand in no order in the file; a balance falls. Name and id together tell a package as the id does.
chain = deductions[[PACKAGE, TIME, BEFORE, AFTER]].sort_values([PACKAGE, TIME, BEFORE], ascending=[True, True, False])
previous = chain.groupby(PACKAGE, sort=False, observed=True)[AFTER].shift()
breaks = (previous - chain[BEFORE]).abs() > NEAR

names = ["owner", "product", "item", "hour"]
used = deductions.groupby([OWNER, PRODUCT, ITEM, "hour"], observed=True)[RAW].sum().rename_axis(names)
billed = billed_lines.groupby([*BILL_KEYS, "hour"], observed=True)[BILLED].sum().rename_axis(names)
joined = pandas.concat([used, billed], axis=1, keys=["used", "billed"])
both = joined.dropna()
different = (both["used"] - both["billed"]).abs() > NEAR

print(json.dumps({"counts": {
    "deductions": len(deductions), "bill": len(bill), "arithmetic": int(arithmetic.sum()), "breaks": int(breaks.sum()),
    "groups": len(joined), "matched": len(both), "different": int(different.sum()),
}}))
