/** What can be said, and what it does. */
export type HelpLine = readonly [form: string, what: string];

/** What is no command, and comes first. */
export const reporting: readonly HelpLine[] = [
  ["直接回复数字", "填报成长总积分"],
  ["更正 数字", "更正本次填报"],
];

export function help(lines: readonly HelpLine[]): string {
  return ["您可以这样用：", ...lines.map(([form, what]) => `${form}：${what}`)].join("\n");
}
