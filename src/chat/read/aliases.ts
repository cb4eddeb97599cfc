/** Commands that are a whole message. Lists are separated by blanks. */
const WHOLE = {
  help: "帮助 help ? 菜单 怎么用 使用说明 使用帮助 功能 命令",
  my_score:
    "我的积分 我的分数 我的总积分 我的成长总积分 我的记录 我的填报 积分 积分查询 我的积分是多少 我的积分多少 我有多少分",
  my_rank: "排名 我的排名 支部排名 党支部排名 名次 我的名次 积分排名 我排第几 我排名第几 我的排名第几",
  rules: "规则 办法 管理办法 积分规则 考核办法 学习管理办法 激励办法",
  export_my_data: "导出我的数据 导出我的信息 我的数据 下载我的数据 导出数据 导出个人数据",
  delete_my_data: "删除我的数据 删除我的信息 删除数据 删除个人数据 清除我的数据",
  undo: "撤回 撤销 撤回刚才的 撤销刚才的 撤回刚才 撤销刚才 撤回上一条 撤销上一条 撤回填报 撤销填报",
  progress:
    "进度 填报进度 完成进度 谁没报 还有谁没报 谁还没报 哪些人没报 还有哪些人没报 未报名单 未填报名单 没报名单 谁没填 还有谁没填",
  confirm_table: "确认统计表 统计表确认 统计表无误 确认统计表无误 统计表确认无误",
  spot_list: "抽查名单 抽查 抽查表",
  objection_list: "异议名单 异议列表 申诉名单 异议清单",
  year_preview: "年度预览 年终预览",
  why_talk: `为什么我在谈话名单 为什么我在谈话名单里 我为什么在谈话名单 我为什么在谈话名单里 我怎么在谈话名单 为什么在谈话名单 为什么找我谈话
    为什么要谈话 为什么谈话 为什么要找我谈话`,
  confirm_talk: "确认谈话 谈话确认 已和我谈过 确认已谈话",
  confirm_delete: "确认删除 确认删除我的数据 确定删除我的数据",
  privacy: "隐私 告知 个人信息说明 隐私说明 隐私政策 个人信息 个人信息保护 信息告知 告知书",
};

/** Answers to a question take no polite words around them, and «对？» is no answer. */
const ANSWERS = {
  confirm: "是 是的 对 对的 没错 正确 确认 嗯 嗯嗯 ok okay 对对 对对对 是是 是是是 无误 确认无误 yes y",
  deny: "否 不是 不是的 不对 取消 不 错 错了 不正确 不确认 no n",
};

/** The names of the commands that have no arguments. */
export type PlainCommand = keyof typeof WHOLE | keyof typeof ANSWERS | "mute";

const MUTE = /^(?:停止|暂停|不要|不用|别|关闭|取消)再?提醒我?了?$/;
/** Longer messages are no aliases, and none holds a digit. */
const SHORT = /^\D{1,30}$/;
const CLOSING = /[\s。.!,;~?、…]+$/;
const POLITE = /(?:谢谢您?|一下|[吧呀啊哦哈呢])$/;
const QUOTES = /[\s"“”「」【】]/g;

const whole = byAlias(WHOLE);
const answers = byAlias(ANSWERS);

/** The command that a whole message is. */
export function wholeCommand(text: string): PlainCommand | undefined {
  if (!SHORT.test(text)) return undefined;
  let key = text.toLowerCase().replace(QUOTES, "");
  if (/^\?+$/.test(key)) return "help";
  key = key.replace(CLOSING, "").replace(POLITE, "").replace(CLOSING, "").replace(POLITE, "");
  return MUTE.test(key) ? "mute" : whole.get(key);
}

export function answerCommand(text: string): PlainCommand | undefined {
  if (!SHORT.test(text)) return undefined;
  const key = text.toLowerCase().replace(QUOTES, "");
  return key.endsWith("?") ? undefined : answers.get(key.replace(CLOSING, ""));
}

function byAlias<Name extends string>(lists: Record<Name, string>): ReadonlyMap<string, Name> {
  const entries = Object.entries(lists) as [Name, string][];
  return new Map(entries.flatMap(([name, list]) => list.split(/\s+/).map((alias) => [alias, name] as const)));
}
