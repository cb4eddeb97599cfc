import { holds } from "../acts/act.ts";
import type { Right } from "../domain/access.ts";
import { type HelpLine, help, reporting } from "../messages/help.ts";
import { welcome } from "../messages/welcome.ts";
import { progress, proxyReport, undoProxy } from "./handlers/branch.ts";
import { branchTable, confirmTable } from "./handlers/branch-table.ts";
import { proveDraw } from "./handlers/draw.ts";
import { feedback } from "./handlers/feedback.ts";
import { answerObjection, object, objectionList } from "./handlers/objections.ts";
import { confirmDelete, deleteMyData, exportMyData } from "./handlers/own-data.ts";
import { leave, mute, myScore, remindAgain, rules, undo, whyTalk, withdraw } from "./handlers/own-record.ts";
import { spotList, spotRight, spotWrong, standsIn } from "./handlers/spot-checks.ts";
import { insisting, move, showSummary, standings } from "./handlers/summary.ts";
import { confirmTalk, talkHeld, talkList } from "./handlers/talks.ts";
import { previewYear } from "./handlers/year.ts";
import { vocabularyOf } from "./read/commands.ts";
import * as takes from "./read/takes.ts";
import { row, whole } from "./row.ts";

/** In the order of the help. */
export const commands = {
  undo: whole({
    words: "撤回 撤销 撤回刚才的 撤销刚才的 撤回刚才 撤销刚才 撤回上一条 撤销上一条 撤回填报 撤销填报",
    right: "own record",
    help: ["撤回", "撤回本次填报"],
    run: undo,
  }),
  confirm_undo: whole({
    words: "确认撤回 确定撤回",
    right: "own record",
    help: "none",
    run: withdraw,
  }),
  my_score: whole({
    words: `我的积分 我的分数 我的总积分 我的成长总积分 我的记录 我的填报 积分 积分查询 我的积分是多少 我的积分多少
      我有多少分`,
    right: "own record",
    help: ["我的积分", "本人记录与年度目标"],
    run: myScore,
  }),
  my_rank: whole({
    words: "排名 我的排名 支部排名 党支部排名 名次 我的名次 积分排名 我排第几 我排名第几 我的排名第几",
    right: "standings",
    help: ["排名", "已发布的支部排名"],
    run: standings,
  }),
  leave: row({
    words: "请假 请病假 请事假 病假 事假",
    takes: takes.absence,
    right: "own record",
    help: ["请假 / 停止提醒 / 恢复提醒", "本次考核不再提醒，或恢复"],
    run: leave,
  }),
  mute: whole({
    words: "停止提醒",
    pattern: /^(?:停止|暂停|不要|不用|别|关闭|取消)再?提醒我?了?$/,
    right: "own record",
    help: "in another line",
    run: mute,
  }),
  remind_again: whole({
    words: "恢复提醒 继续提醒 重新提醒 打开提醒 开启提醒",
    right: "own record",
    help: "in another line",
    run: remindAgain,
  }),
  appeal: row({
    words: "异议 申诉 有异议 提异议",
    takes: takes.text,
    right: "own record",
    help: ["异议 内容", "对结果提出异议"],
    run: (turn, { text }) => object(turn, text),
  }),
  why_talk: whole({
    words: `为什么我在谈话名单 为什么我在谈话名单里 我为什么在谈话名单 我为什么在谈话名单里 我怎么在谈话名单 为什么在谈话名单
      为什么找我谈话 为什么要谈话 为什么谈话 为什么要找我谈话`,
    right: "own record",
    help: ["为什么我在谈话名单", "本人的数据与依据"],
    run: whyTalk,
  }),
  confirm_talk: whole({
    words: "确认谈话 谈话确认 已和我谈过 确认已谈话",
    right: "own record",
    help: ["确认谈话", "确认已与您谈话"],
    run: confirmTalk,
  }),
  rules: whole({
    words: "办法 规则 管理办法 积分规则 考核办法 学习管理办法 激励办法",
    right: "own record",
    help: ["办法", "相关条款"],
    run: rules,
  }),
  prove_draw: row({
    words: "验证抽取 核验抽取 抽取验证 抽取核验 验证抽签 核验抽签 验算抽取 抽取验算 验证考核日 核验考核日",
    takes: takes.quarter,
    after: "quarter",
    right: "own record",
    help: ["验证抽取 [季度]", "自行验算考核日的抽取"],
    run: (turn, { quarter }) => proveDraw(turn, quarter),
  }),
  privacy: whole({
    words: "隐私 告知 个人信息说明 隐私说明 隐私政策 个人信息 个人信息保护 信息告知 告知书",
    right: "own record",
    help: ["隐私 / 导出我的数据 / 删除我的数据", "个人信息"],
    run: ({ policy }) => welcome(policy),
  }),
  export_my_data: whole({
    words: "导出我的数据 导出我的信息 我的数据 下载我的数据 导出数据 导出个人数据",
    right: "own record",
    help: "in another line",
    run: exportMyData,
  }),
  delete_my_data: whole({
    words: "删除我的数据 删除我的信息 删除数据 删除个人数据 清除我的数据",
    right: "own record",
    help: "in another line",
    run: deleteMyData,
  }),
  confirm_delete: whole({
    words: "确认删除我的数据 确认删除 确定删除我的数据",
    right: "own record",
    help: "none",
    run: confirmDelete,
  }),
  feedback: row({
    words: "意见建议 意见和建议 意见与建议 意见反馈 提意见 提建议 提个意见 提个建议",
    takes: takes.text,
    or: ["意见 建议", takes.partedText],
    right: "own record",
    help: ["意见建议 内容", "转给学校党办"],
    run: (turn, { text }) => feedback(turn, text),
  }),
  help: whole({
    words: "帮助 help ? 菜单 怎么用 使用说明 使用帮助 功能 命令",
    right: "own record",
    help: "none",
    run: (turn): string => helpFor((right) => holds(turn, right), standsIn(turn)),
  }),
  progress: row<{ readonly branch?: string | undefined }>({
    words: `进度 填报进度 完成进度 谁没报 还有谁没报 谁还没报 哪些人没报 还有哪些人没报 未报名单 未填报名单 没报名单 谁没填
      还有谁没填`,
    takes: "nothing",
    or: ["进度 填报进度 完成进度 谁没报 还有谁没报 未报名单 未填报名单", takes.branch],
    right: "branch progress",
    help: ["进度", "填报进度与未报名单"],
    run: (turn, { branch }) => progress(turn, branch),
  }),
  branch_table: row({
    words: "统计表 支部统计表 本支部统计表 学习情况统计表",
    takes: takes.branch,
    right: "branch progress",
    help: ["统计表", "支部统计表（文件）"],
    run: (turn, { branch }) => branchTable(turn, branch),
  }),
  confirm_table: whole({
    words: "确认统计表 统计表确认 统计表无误 确认统计表无误 统计表确认无误",
    right: "confirm for branch",
    help: ["确认统计表", "确认本支部统计表"],
    run: confirmTable,
  }),
  proxy_report: row({
    words: "代报 代填 代为填报 代为上报",
    takes: takes.memberAndTotal,
    or: ["代 替 帮", takes.reportFor],
    right: "confirm for branch",
    help: ["代报 姓名 数", "为本支部党员代报"],
    run: (turn, { member, total }) => proxyReport(turn, member, total),
  }),
  proxy_undo: row({
    words: "撤回代报 撤销代报 取消代报 收回代报",
    takes: takes.member,
    right: "confirm for branch",
    help: ["撤回代报 姓名", "撤回自己的代报"],
    run: (turn, { member }) => undoProxy(turn, member),
  }),
  spot_list: whole({
    words: "抽查名单 抽查 抽查表",
    right: "confirm for branch",
    standIn: true,
    help: ["抽查名单", "抽查情况"],
    run: spotList,
  }),
  spot_right: row({
    words: "属实 相符",
    takes: takes.member,
    after: "name",
    right: "confirm for branch",
    standIn: true,
    help: ["属实 姓名 / 不符 姓名 数", "登记抽查结果"],
    run: (turn, { member }) => spotRight(turn, member),
  }),
  spot_wrong: row({
    words: "不符 不属实 不相符",
    takes: takes.wrongTotal,
    after: "name",
    right: "confirm for branch",
    standIn: true,
    help: "in another line",
    run: (turn, args) => spotWrong(turn, args),
  }),
  talk_list: row({
    words: "谈话名单 谈心谈话名单",
    takes: takes.branch,
    right: "branch talks",
    help: ["谈话名单", "本支部谈话教育名单"],
    run: (turn, { branch }) => talkList(turn, branch),
  }),
  talk_held: row({
    words: "已谈 已谈话 已谈心 谈话完成",
    takes: takes.talkPartner,
    after: "name",
    right: "branch talks",
    help: ["已谈 姓名 [备注]", "登记谈话"],
    run: talkHeld,
  }),
  summary: row({
    words: "汇总 汇总表 导出汇总 导出汇总表 季度汇总 季度汇总表",
    takes: takes.quarter,
    after: "quarter",
    right: "school summary",
    help: ["汇总 [季度]", "季度汇总"],
    run: (turn, { quarter }) => showSummary(turn, quarter),
  }),
  submit: row({
    words: "提交 提交汇总 提交汇总表",
    takes: takes.quarter,
    after: "quarter",
    right: "submit and publish",
    help: ["提交 [季度|年]", "提交党委审核"],
    or: ["仍然提交 仍要提交", takes.quarterStill],
    run: (turn, { quarter, still }) => move(turn, "submit", quarter, { insisting: insisting(still) }),
  }),
  publish: row({
    words: "发布 发布汇总 发布汇总表 发布通报 发布公示",
    takes: takes.quarter,
    after: "quarter",
    right: "submit and publish",
    help: ["发布 [季度|年]", "发布已通过的汇总；公示期满后发布通报"],
    or: ["仍然发布 仍要发布", takes.quarterStill],
    run: (turn, { quarter, still }) => move(turn, "publish", quarter, { insisting: insisting(still) }),
  }),
  objection_list: whole({
    words: "异议名单 异议列表 申诉名单 异议清单",
    right: "school administration",
    help: ["异议名单", "待答复的异议"],
    run: objectionList,
  }),
  objection_answer: row({
    words: "答复",
    takes: takes.numberedAnswer,
    right: "school administration",
    help: ["答复 编号 内容", "答复异议；改数用“答复 编号 更正 数 理由”"],
    run: (turn, { id, answer }) => answerObjection(turn, id, answer),
  }),
  year_preview: row({
    words: "年度预览 年终预览 年度评选",
    takes: takes.year,
    right: "school administration",
    help: ["年度预览 [年]", "年度评选的名单与文件"],
    run: (turn, { year }) => previewYear(turn, year),
  }),
  approve: row({
    words: "通过 审核通过 审批通过 批准",
    takes: takes.quarter,
    after: "quarter",
    right: "approve and return",
    help: ["通过 [季度|年]", "审核通过"],
    run: (turn, { quarter }) => move(turn, "approve", quarter),
  }),
  return: row({
    words: "退回 驳回",
    takes: takes.quarterAndReason,
    right: "approve and return",
    help: ["退回 [季度] 理由", "退回修改"],
    run: (turn, { quarter, reason }) => move(turn, "return", quarter, { note: reason }),
  }),
  branch_talk_list: row({
    words: "支部谈话名单",
    takes: takes.branch,
    right: "low branches' talks",
    help: ["支部谈话名单", "积分较低的支部；谈后回复“已谈 党支部 [备注]”"],
    run: (turn, { branch }) => talkList(turn, branch),
  }),
} as const;

export type Name = keyof typeof commands;

export const vocabulary = vocabularyOf(commands);

/** What somebody may say who holds these rights, and nothing else; `standsIn`: also what the office does for branches. */
export function helpFor(has: (right: Right) => boolean, standsIn = false): string {
  const lines = Object.values(commands).flatMap(({ right, help: line, standIn }): HelpLine[] => {
    if (typeof line === "string") return [];
    if (has(right)) return [line];
    return standsIn && standIn ? [[line[0], `${line[1]}（没有第二位管理员的党支部）`]] : [];
  });
  return help([...(has("own record") ? reporting : []), ...lines]);
}
