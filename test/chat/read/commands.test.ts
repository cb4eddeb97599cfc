import { expect, test } from "vitest";
import { read, sender } from "./fixtures.ts";

const context = sender(11_020);

const whole: [string, string[]][] = [
  ["help", ["帮助", "help", "？", "？？", "菜单", "帮助一下", "“帮助”"]],
  ["my_score", ["我的积分", "我的 积分", "我的积分？", "查积分", "帮我查一下我的积分", "我的積分"]],
  ["my_rank", ["排名", "我的排名", "查一下排名", "看看我的排名"]],
  ["rules", ["规则", "办法", "管理办法", "管理辦法"]],
  ["export_my_data", ["导出我的数据", "请导出我的数据，谢谢"]],
  ["delete_my_data", ["删除我的数据", "我要删除我的数据"]],
  ["undo", ["撤回", "撤销", "撤销刚才的", "请帮我撤回一下，谢谢", "撤回！"]],
  ["mute", ["停止提醒", "暂停提醒", "不要提醒", "别提醒了", "不要再提醒我了", "別再提醒我了", "麻烦停止提醒"]],
  ["progress", ["进度", "谁没报", "谁没报？", "还有谁没报", "未报名单", "查看进度"]],
  ["confirm_table", ["确认统计表"]],
  ["spot_list", ["抽查名单"]],
  ["objection_list", ["异议名单"]],
  ["year_preview", ["年度预览"]],
  ["why_talk", ["为什么我在谈话名单", "为什么我在谈话名单？", "为什么找我谈话"]],
  ["privacy", ["隐私", "告知", "个人信息说明"]],
];

test.each(
  whole.flatMap(([name, messages]) => messages.map((message) => [message, name] as const)),
)("«%s» is the command %s", (message, name) => {
  expect(read(message, context)).toEqual({ kind: "command", command: { name, args: {} } });
});

test.each([
  ["confirm", ["是", "是的", "对", "对的！", "没错", "正确", "确认", "嗯", "ok", "OK👌"]],
  ["deny", ["否", "不是", "不对", "取消", "不对。"]],
] as const)("%s is said in many words", (answer, messages) => {
  for (const message of messages) expect(read(message, context), message).toEqual({ kind: "answer", answer });
});

/** The name of the command, and all that it takes. */
const withArguments: [string, { readonly name: string; readonly [argument: string]: unknown }][] = [
  ["统计表", { name: "branch_table", branch: undefined }],
  ["统计表。", { name: "branch_table", branch: undefined }],
  ["谈话名单", { name: "talk_list", branch: undefined }],
  ["谈话名单 第二党支部", { name: "talk_list", branch: "第二党支部" }],
  ["谈话名单第二党支部", { name: "talk_list", branch: "第二党支部" }],
  ["谈话名单：图书馆", { name: "talk_list", branch: "图书馆" }],
  ["汇总", { name: "summary", quarter: undefined }],
  ["导出汇总表", { name: "summary", quarter: undefined }],
  ["汇总 2026q4", { name: "summary", quarter: "2026Q4" }],
  ["汇总 2026年四季度", { name: "summary", quarter: "2026Q4" }],
  ["汇总2026年第4季度", { name: "summary", quarter: "2026Q4" }],
  ["汇总 上季度", { name: "summary", quarter: "2026Q3" }],
  ["本季度汇总", { name: "summary", quarter: "2026Q4" }],
  ["2025年第一季度汇总表", { name: "summary", quarter: "2025Q1" }],
  ["提交", { name: "submit", quarter: undefined }],
  ["提交 四季度", { name: "submit", quarter: "2026Q4" }],
  ["提交第三季度汇总", { name: "submit", quarter: "2026Q3" }],
  ["发布 2026Q4", { name: "publish", quarter: "2026Q4" }],
  ["通过", { name: "approve", quarter: undefined }],
  ["通过 2026Q4", { name: "approve", quarter: "2026Q4" }],
  ["通过2026年第四季度", { name: "approve", quarter: "2026Q4" }],
  ["退回 2026Q4 数字有误", { name: "return", quarter: "2026Q4", reason: "数字有误" }],
  ["退回 数字有误，请核对", { name: "return", quarter: undefined, reason: "数字有误，请核对" }],
  ["退回", { name: "return", quarter: undefined, reason: "" }],
  ["申诉 我上季度的分登记错了", { name: "appeal", text: "我上季度的分登记错了" }],
  ["异议：我的应该是12345", { name: "appeal", text: "我的应该是12345" }],
  ["我要申诉 分不对", { name: "appeal", text: "分不对" }],
  ["意见建议 少填表", { name: "feedback", text: "少填表" }],
  ["建议 少填表", { name: "feedback", text: "少填表" }],
  ["请假", { name: "leave", text: "" }],
  ["请假 住院", { name: "leave", text: "住院" }],
  ["我想请假三天，回老家", { name: "leave", text: "三天，回老家" }],
  ["请假 11月20日到11月25日", { name: "leave", text: "11月20日到11月25日" }],
  ["代报 张伟 9876", { name: "proxy_report", member: "张伟", total: 9876 }],
  ["代报张伟9876", { name: "proxy_report", member: "张伟", total: 9876 }],
  ["代报：张伟，9876分", { name: "proxy_report", member: "张伟", total: 9876 }],
  ["代报 第二党支部张伟同志 9,876", { name: "proxy_report", member: "张伟", total: 9876 }],
  ["代报 9876 张伟", { name: "proxy_report", member: "张伟", total: 9876 }],
  ["代报 张　伟 九千八百七十六", { name: "proxy_report", member: "张伟", total: 9876 }],
  ["代报 张伟 总积分9876，今日35", { name: "proxy_report", member: "张伟", total: 9876 }],
  ["代报 伍建国 一万二千三百四十五", { name: "proxy_report", member: "伍建国", total: 12_345 }],
  ["请帮张伟报9876", { name: "proxy_report", member: "张伟", total: 9876 }],
  ["替王芳填一下15678", { name: "proxy_report", member: "王芳", total: 15_678 }],
  ["代报 赵小六 9876", { name: "proxy_report", member: "赵小六", total: 9876 }],
  ["代报赵小六9876", { name: "proxy_report", member: "赵小六", total: 9876 }],
  ["代报 张伟", { name: "proxy_report", member: "张伟", total: undefined }],
  ["代报 9876", { name: "proxy_report", member: undefined, total: 9876 }],
  ["代报", { name: "proxy_report", member: undefined, total: undefined }],
  ["代报 张伟 大概9876", { name: "proxy_report", member: "张伟", total: undefined }],
  ["代报 张伟 1.2万", { name: "proxy_report", member: "张伟", total: undefined }],
  ["代报 张伟 9876 8888", { name: "proxy_report", member: "张伟", total: undefined }],
  ["代报 张伟 9876 王芳 8888", { name: "proxy_report", member: "张伟", total: undefined }],
  ["不符 张伟 9870", { name: "spot_wrong", member: "张伟", total: 9870 }],
  ["不符张伟9870", { name: "spot_wrong", member: "张伟", total: 9870 }],
  ["张伟不符，实际9870", { name: "spot_wrong", member: "张伟", total: 9870 }],
  ["不符", { name: "spot_wrong", member: undefined, total: undefined }],
  ...(
    [
      ["9870 当面看过手机", 9870, "当面看过手机"],
      ["9870，理由：截图不清楚，当面核对", 9870, "截图不清楚，当面核对"],
      ["应为9870 当面核对", 9870, "当面核对"],
      ["9870分 因为填错了", 9870, "填错了"],
      ["九千八百七十 当面核对", 9870, "当面核对"],
      ["12 345 当面看过", 12_345, "当面看过"],
      ["1万2千 当面看过", 12_000, "当面看过"],
      ["9870 截图显示9950，差额为其后增长", 9870, "截图显示9950，差额为其后增长"],
      ["9870 王芳同志看过", 9870, "王芳同志看过"],
      ["9870 11月18日当面看过", 9870, "11月18日当面看过"],
      ["9870 页面上是这个数", 9870, "页面上是这个数"],
      ["9870（当面核对）", 9870, "当面核对"],
      ["9870 他当面出示了手机", 9870, "他当面出示了手机"],
      ["9870 谢谢", 9870, undefined],
      ["9870 理由：", 9870, undefined],
      ["9870 ok", 9870, undefined],
      ["9870左右 当面看过", undefined, undefined],
      ["9870还是9780 看不清", undefined, undefined],
      ["9870 王芳 8888", undefined, undefined],
      ["9870\n不符 王芳 8888", undefined, undefined],
      ["9900应为9870", 9870, undefined],
      ["9900，实际9870", 9870, undefined],
    ] as const
  ).map(([behind, total, reason]): (typeof withArguments)[number] => [
    `不符 张伟 ${behind}`,
    { name: "spot_wrong", member: "张伟", total, reason },
  ]),
  ["张伟不符 9870 手机上看的", { name: "spot_wrong", member: "张伟", total: 9870, reason: "手机上看的" }],
  ["不符张伟9870当面看过", { name: "spot_wrong", member: "张伟", total: 9870, reason: "当面看过" }],
  ["不符 9870 张伟 当面看过", { name: "spot_wrong", member: "张伟", total: 9870, reason: "当面看过" }],
  ["属实 张伟", { name: "spot_right", member: "张伟" }],
  ["张伟属实", { name: "spot_right", member: "张伟" }],
  ["属实 赵小六", { name: "spot_right", member: "赵小六" }],
  ["已谈 张伟 状态很好", { name: "talk_held", member: "张伟", note: "状态很好", branch: undefined }],
  ["已谈张伟状态很好", { name: "talk_held", member: "张伟", note: "状态很好", branch: undefined }],
  ["已谈话 张伟", { name: "talk_held", member: "张伟", note: "", branch: undefined }],
  ["张伟已谈，下季度再看", { name: "talk_held", member: "张伟", note: "下季度再看", branch: undefined }],
  ["已谈 赵小六 张伟在场", { name: "talk_held", member: "赵小六", note: "张伟在场", branch: undefined }],
  ["答复 3 已核对", { name: "objection_answer", id: 3, answer: { words: "已核对" } }],
  ["答复3已核对", { name: "objection_answer", id: 3, answer: { words: "已核对" } }],
  ["答复第3号：已核对", { name: "objection_answer", id: 3, answer: { words: "已核对" } }],
  ["答复 已核对", { name: "objection_answer", id: undefined, answer: { words: "已核对" } }],
];

test.each(withArguments)("the arguments of «%s» are read", (message, { name, ...args }) => {
  expect(read(message, context)).toEqual({ kind: "command", command: { name, args } });
});

test.each([
  ["我的积分12345", 12_345],
  ["更正 12354", 12_354],
  ["不对，是12354", 12_354],
  ["是12345", 12_345],
  ["确认 12345", 12_345],
  ["提交了，12345", 12_345],
  ["汇总12345", 12_345],
  ["请假期间也学了，总积分12345", 12_345],
  ["属实，12345", 12_345],
  ["答复：12345", 12_345],
  ["反馈：12345", 12_345],
])("«%s» is a report although it begins like a command", (message, total) => {
  expect(read(message, context)).toEqual({ kind: "score", total });
});

test.each([
  "好的",
  "收到",
  "对？",
  "通过了吗",
  "没办法",
  "不符合要求",
  "谈话名单怎么还没出来",
  "请假怎么办理？",
  "建议大家多学",
])("«%s» is no command", (message) => {
  expect(read(message, context)).toEqual({ kind: "none" });
});
