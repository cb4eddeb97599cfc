/** The menu below the app's conversation. A key is the command as it would be written, so that both are read alike. */
export const menu = [
  { name: "我的", items: commands("我的积分", "撤回", "停止提醒") },
  { name: "支部", items: commands("排名", "进度", "谈话名单") },
  { name: "更多", items: commands("办法", "汇总", "帮助") },
] as const;

function commands(...words: readonly string[]): { name: string; key: string }[] {
  return words.map((word) => ({ name: word, key: word }));
}
