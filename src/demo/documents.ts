import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readSheet } from "read-excel-file/node";
import { unpackTexts } from "../cli/zip.ts";
import type { Instant, Quarter } from "../domain/calendar.ts";
import type { Arrival } from "../simulator/record.ts";
import { averageOf } from "./published.ts";
import type { RecomputedBranch } from "./recompute.ts";
import type { Rehearsal } from "./rehearsal.ts";
import { isOfYear } from "./told.ts";

type Expect = (holds: boolean, sentence: string) => void;
type Row = readonly unknown[];

/** Every file that reached somebody, and every exported one, is opened and compared with what was recomputed. */
export async function checkDocuments(
  rehearsal: Rehearsal,
  quarter: Quarter,
  from: Instant,
  branches: readonly RecomputedBranch[],
  keptBack: readonly string[],
  expect: Expect,
): Promise<number> {
  const { school, workspace } = rehearsal;
  const arrivals = [
    ...school.everybody.map(({ account }) => workspace.record.toMember(account)),
    ...[rehearsal.schoolGroup, rehearsal.robotGroup].map((group) => workspace.record.toGroup(group)),
  ].flatMap((list) =>
    list.filter((arrival) => arrival.at >= from && arrival.bytes !== undefined && !isOfYear(arrival)),
  );
  // One that went to several is opened once.
  for (const arrival of new Set(arrivals)) await checkArrival(arrival, rehearsal, branches, expect);

  const first = await exported(rehearsal, quarter);
  const again = quarter.endsWith("Q4") ? await exported(rehearsal, quarter) : undefined;
  const names = ["汇总表.xlsx", "通报.docx", "排名.png", ...school.list.map(({ name }) => `统计表-${name}.xlsx`)];
  expect([...first.keys()].sort().join() === names.sort().join(), `exported were ${[...first.keys()].join()}`);
  for (const [name, bytes] of first) {
    expect(again?.get(name)?.equals(bytes) !== false, `${name} differs from one export to the next`);
    if (name === "汇总表.xlsx") checkSummary(await readSheet(bytes), branches, "the exported summary", expect);
    const branch = branches.find((one) => name === `统计表-${one.branch}.xlsx`);
    if (branch !== undefined) checkTable(await readSheet(bytes), branch, rehearsal, `the exported ${name}`, expect);
    if (name === "通报.docx") checkNotice(bytes, branches, keptBack, rehearsal, "the exported 通报", expect);
    if (name === "排名.png") expect(isPng(bytes), "the exported chart is no PNG");
  }
  return arrivals.length + first.size;
}

/** Tables of members change while spot checks come in: of those only what does not is compared. */
async function checkArrival(
  arrival: Arrival,
  rehearsal: Rehearsal,
  branches: readonly RecomputedBranch[],
  expect: Expect,
) {
  const { fileName = "", kind } = arrival;
  const bytes = arrival.bytes!;
  if (kind === "image") return expect(isPng(bytes), "a picture is no PNG");
  if (fileName.endsWith(".docx")) return checkNotice(bytes, [], [], rehearsal, fileName, expect);
  expect(fileName.endsWith(".xlsx"), `a file ${fileName} was sent`);
  const rows = await readSheet(bytes);
  const branch = branches.find((one) => fileName === `统计表-${one.branch}.xlsx`);
  if (branch !== undefined) {
    const numbered = rows.filter((row) => typeof row[0] === "number").length;
    const members = rehearsal.school.everybody.filter((member) => member.branch === branch.branch);
    expect(numbered === members.length, `${fileName} has ${numbered} lines instead of ${members.length}`);
    const foreign = rehearsal.school.everybody.filter(
      ({ name, branch: own }) =>
        own !== branch.branch && members.every((member) => member.name !== name) && column(rows, "姓名").includes(name),
    );
    expect(foreign.length === 0, `${fileName} names members of another branch`);
  } else if (fileName === "汇总表.xlsx") {
    const named = rehearsal.school.everybody.filter(({ name }) => rows.flat().includes(name));
    expect(named.length === 0, `${fileName} names ${named.map(({ name }) => name).join()}`);
  } else expect(fileName === "我的数据.xlsx", `a file ${fileName} was sent`);
}

function checkSummary(
  rows: readonly Row[],
  branches: readonly RecomputedBranch[],
  which: string,
  expect: Expect,
): void {
  const [name, members, reported, total, rank] = ["党支部", "应报数", "已报数", "积分合计", "排名"].map((heading) =>
    column(rows, heading),
  );
  for (const own of branches) {
    const at = name!.indexOf(own.branch);
    const line = [members, reported, total, rank].map((values) =>
      typeof values![at] === "number" ? values![at] : null,
    );
    const wanted = [own.members, own.reported, own.total, own.rank];
    expect(line.join() === wanted.join(), `${which} has of ${own.branch} ${line.join()} instead of ${wanted.join()}`);
  }
}

function checkTable(
  rows: readonly Row[],
  own: RecomputedBranch,
  { school }: Rehearsal,
  which: string,
  expect: Expect,
): void {
  const [names, totals] = [column(rows, "姓名"), column(rows, "成长总积分")];
  const known = new Map(own.totals);
  for (const { account, name, branch } of school.everybody) {
    const total = known.get(account);
    if (branch !== own.branch || total === undefined) continue;
    const found = names.some((written, at) => written === name && totals[at] === total);
    expect(found, `${which} does not have ${total} for ${account}`);
  }
  const figure = (label: string) => rows.find((row) => row[0] === label)?.find((value) => typeof value === "number");
  expect(figure("党员人数") === own.members, `${which} counts ${String(figure("党员人数"))} members`);
  expect(figure("已填报") === own.reported, `${which} counts ${String(figure("已填报"))} reports`);
  expect(figure("合计") === own.total, `${which} adds up to ${String(figure("合计"))} instead of ${own.total}`);
}

function checkNotice(
  bytes: Buffer,
  branches: readonly RecomputedBranch[],
  keptBack: readonly string[],
  { school }: Rehearsal,
  which: string,
  expect: Expect,
): void {
  const text = [...unpackTexts(bytes, 20_000_000)]
    .map((part) => Buffer.from(part, "latin1").toString("utf8"))
    .join("\n")
    .replaceAll(/<[^>]*>/g, "");
  const named = school.everybody.filter(({ name }) => text.includes(name));
  expect(named.length === 0, `${which} names ${named.map(({ name }) => name).join()}`);
  for (const branch of branches) {
    const average = averageOf(branch);
    const isKept = keptBack.includes(branch.branch);
    const right = branch.rank === null || text.includes(average) !== isKept;
    expect(
      text.includes(branch.branch) && right,
      `${which} has ${branch.branch} ${isKept ? "with" : "without"} ${average}`,
    );
  }
}

/** The values below a heading, in the order of the rows. */
function column(rows: readonly Row[], heading: string): unknown[] {
  const top = rows.findIndex((row) => row.includes(heading));
  const at = rows[top]?.indexOf(heading) ?? -1;
  return top < 0 ? [] : rows.slice(top + 1).map((row) => row[at]);
}

const isPng = (bytes: Buffer) => bytes.subarray(0, 4).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47]));

async function exported({ command, folder }: Rehearsal, quarter: Quarter): Promise<Map<string, Buffer>> {
  const out = join(folder, quarter);
  await command("export", quarter, "--out", out);
  return new Map(readdirSync(out).map((name) => [name, readFileSync(join(out, name))]));
}
