/** Where in the app the total is found. */
export const PLACE = "“学习强国”App 的“我的 → 学习积分”";
/** Ends an answer that was not asked for by a command. */
export const HELP_HINT = "回复“帮助”可查看能做什么。";
