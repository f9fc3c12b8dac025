"""Row arithmetic, chains and the join with the bill, straight from the two CSV files. Prints how much does not agree."""
import json
import sys

import pandas

ABSENT = ["-"]
# Floats: a package of ten million million tokens is off by more, which counts as different here.
NEAR = 1e-6


def amount(cells):
    """`20,000.000000000分钟` as a float."""
    return cells.str.replace(",", "", regex=False).str.extract(r"^(-?[0-9.]+)", expand=False).astype(float)


deductions_file, bill_file = sys.argv[1:]
deductions = pandas.read_csv(deductions_file, dtype=str, na_values=ABSENT)
bill = pandas.read_csv(bill_file, dtype=str, na_values=ABSENT)

for column in ["抵扣前包剩余量", "实际抵扣量", "抵扣后包剩余量", "被抵扣资源原始用量"]:
    deductions[column] = amount(deductions[column])
bill["deducted"] = amount(bill["抵扣用量/时长（含资源包）"])
deductions["package"] = deductions["资源包名称/资源包ID"].str.split("\n", n=1).str[1]
deductions["hour"] = deductions["用量开始时间"].str[:13]
bill["hour"] = bill["开始使用时间"].str[:13]

arithmetic = (deductions["抵扣前包剩余量"] - deductions["实际抵扣量"] - deductions["抵扣后包剩余量"]).abs() > NEAR

# Rows of one second stand in no order in the file; a balance falls.
chain = deductions.sort_values(["package", "抵扣时间", "抵扣前包剩余量"], ascending=[True, True, False])
previous = chain.groupby("package", sort=False)["抵扣后包剩余量"].shift()
breaks = (previous - chain["抵扣前包剩余量"]).abs() > NEAR

used = deductions.groupby(["被抵扣资源归属UIN", "被抵扣资源产品", "被抵扣资源计费项", "hour"])["被抵扣资源原始用量"].sum()
billed = bill.dropna(subset=["deducted"]).groupby(["使用者UIN", "产品名称", "组件名称", "hour"])["deducted"].sum()
names = ["owner", "product", "item", "hour"]
joined = pandas.concat([used.rename_axis(names), billed.rename_axis(names)], axis=1, keys=["used", "billed"])
both = joined.dropna()
different = (both["used"] - both["billed"]).abs() > NEAR

print(json.dumps({"counts": {
    "deductions": len(deductions), "bill": len(bill), "arithmetic": int(arithmetic.sum()), "breaks": int(breaks.sum()),
    "groups": len(joined), "matched": len(both), "different": int(different.sum()),
}}))
