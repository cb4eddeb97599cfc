import type { Right } from "../domain/access.ts";

interface HelpLine {
  readonly right: Right;
  readonly command: string;
  readonly what: string;
}

/** One line a command; help shows those whose right the sender holds (contract.md §6). */
const lines: readonly HelpLine[] = [
  { right: "own record", command: "直接回复数字", what: "填报成长总积分" },
  { right: "own record", command: "更正 数字", what: "更正本次填报" },
  { right: "own record", command: "撤回", what: "撤回本次填报" },
  { right: "own record", command: "我的积分", what: "本人填报记录" },
  { right: "standings", command: "排名", what: "已发布的支部排名" },
  { right: "own record", command: "请假 / 停止提醒", what: "本次考核不再提醒" },
  { right: "own record", command: "办法", what: "相关条款" },
  { right: "own record", command: "隐私", what: "个人信息说明" },
  { right: "branch progress", command: "进度", what: "填报进度与未报名单" },
  { right: "confirm for branch", command: "代报 姓名 数", what: "为本支部党员代报" },
  { right: "branch talks", command: "谈话名单", what: "本支部谈话教育名单" },
  { right: "school summary", command: "汇总 [季度]", what: "季度汇总" },
  { right: "submit and publish", command: "提交 [季度]", what: "提交党委审核" },
  { right: "submit and publish", command: "发布 [季度]", what: "发布已通过的汇总" },
  { right: "approve and return", command: "通过 [季度]", what: "审核通过" },
  { right: "approve and return", command: "退回 [季度] 理由", what: "退回修改" },
];

export function help(has: (right: Right) => boolean): string {
  const shown = lines.filter(({ right }) => has(right)).map(({ command, what }) => `${command}：${what}`);
  return ["您可以这样用：", ...shown].join("\n");
}
