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
  { right: "own record", command: "我的积分", what: "本人记录与年度目标" },
  { right: "standings", command: "排名", what: "已发布的支部排名" },
  { right: "own record", command: "请假 / 停止提醒", what: "本次考核不再提醒" },
  { right: "own record", command: "异议 内容", what: "对结果提出异议" },
  { right: "own record", command: "为什么我在谈话名单", what: "本人的数据与依据" },
  { right: "own record", command: "确认谈话", what: "确认已与您谈话" },
  { right: "own record", command: "办法", what: "相关条款" },
  { right: "own record", command: "隐私 / 导出我的数据 / 删除我的数据", what: "个人信息" },
  { right: "own record", command: "意见建议 内容", what: "转给学校党办" },
  { right: "branch progress", command: "进度", what: "填报进度与未报名单" },
  { right: "branch progress", command: "统计表", what: "支部统计表（文件）" },
  { right: "confirm for branch", command: "确认统计表", what: "确认本支部统计表" },
  { right: "confirm for branch", command: "代报 姓名 数", what: "为本支部党员代报" },
  { right: "confirm for branch", command: "抽查名单", what: "抽查情况" },
  { right: "confirm for branch", command: "属实 姓名 / 不符 姓名 数", what: "登记抽查结果" },
  { right: "branch talks", command: "谈话名单", what: "本支部谈话教育名单" },
  { right: "branch talks", command: "已谈 姓名 [备注]", what: "登记谈话" },
  { right: "school summary", command: "汇总 [季度]", what: "季度汇总" },
  { right: "submit and publish", command: "提交 [季度]", what: "提交党委审核" },
  { right: "submit and publish", command: "发布 [季度]", what: "发布已通过的汇总；公示期满后发布通报" },
  { right: "school administration", command: "异议名单", what: "待答复的异议" },
  { right: "school administration", command: "答复 编号 内容", what: "答复异议；改数用“答复 编号 更正 数 理由”" },
  { right: "school administration", command: "年度预览", what: "年度评选预览" },
  { right: "approve and return", command: "通过 [季度]", what: "审核通过" },
  { right: "approve and return", command: "退回 [季度] 理由", what: "退回修改" },
  { right: "low branches' talks", command: "支部谈话名单", what: "积分较低的支部；谈后回复“已谈 党支部 [备注]”" },
];

export function help(has: (right: Right) => boolean): string {
  const shown = lines.filter(({ right }) => has(right)).map(({ command, what }) => `${command}：${what}`);
  return ["您可以这样用：", ...shown].join("\n");
}
