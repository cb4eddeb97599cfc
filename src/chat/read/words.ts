import { Lexicon } from "./lexicon.ts";

/** What a word says about the numbers near it ; punctuation marks are words too. */
const LISTS = {
  /** Names the total and nothing else. */
  total: `成长总积分 成长积分 学习总积分 总积分 总得分 总分数 总分 总的 总数 总共 总计 总 累计 累积 合计 共计 一共 共有 共
    具体 准确 精确 total zongjifen zongfen`,
  /** Goes with the total as a rule. */
  current: `积分 分数 得分 成绩 目前 现在 现 当前 如今 至今 这次 本次 此次 最新 截至 截止 强国 学习强国 score points jifen`,
  today: "今日 今天 当日 当天 今儿 今晚 今早 本日 每天 每日",
  week: "本周 这周 本星期 这星期 这一周 近一周 一周 每周 周积分",
  month: "本月 这个月 这月 当月 近一个月 一个月 每月 月积分",
  quarter: "本季度 这季度 这个季度 本季 一季度 二季度 三季度 四季度 季度",
  year: "今年 本年度 本年 年度 全年 上半年 下半年 半年 一年 每年",
  past: `昨天 昨日 昨晚 前天 上次 前次 上回 上一次 上期 期初 上季度末 上季度 上个季度 上一季度 上季末 上月底 上月 上个月 上周 去年底 去年 上年
    年初 原来 原先 原 之前 以前 此前 先前 本来 刚才 刚刚 从 由`,
  target: `更正为 更正成 更正 改为 改成 改到 应该是 应该为 应当是 应为 应是 实际是 实际为 实际 实为 换成 正确的是 正确是 正确为 正确
    纠正为 修改为 修正为 涨到 涨至 升到 升至 增到 增至 增加到 增长到 增长至 提高到 上升到 变成 变为 变到 其实是`,
  arrow: "-> => → ⇒",
  equals: "=",
  wrong: "不对 打错 写错 报错 填错 输错 发错 看错 弄错 搞错 记错 算错 错了 有误",
  not: "不是 并非 而不是 撤回 撤销 作废 取消 删除",
  or: "还是 或者 或 要么 抑或",
  to: "到 至",
  dash: "- ~ — – −",
  plus: "+ 加 加上",
  increment: `涨了 涨 增加了 增加 增长了 增长 新增 多出 提高了 提高 上升了 上升 上涨 升了 增了 长了 ↑ 进步了 又加了 加了`,
  many: "多了 多",
  /** The app's own items: their points are parts of today's. */
  item: `登录 登陆 选读文章 阅读文章 文章 视听学习 视听 视频 听广播 每日答题 每周答题 专项答题 挑战答题 趣味答题 答题 四人赛 双人对战
    对战 订阅 发表观点 观点 本地频道 强国运动 分享 收藏`,
  /** A number that follows is no total, whatever its size. */
  other: `排名 名次 排行 排第 排在 位列 位居 日均 人均 平均 均分 平均分 最高 最低 点点通 工号 编号 学号 职工号 手机号 手机 电话 身份证号
    身份证 密码 验证码 版本 房间 目标 任务 要求 标准 距离 离 满分 上限 扣了 扣 减 少了 少 党费 金额 学习时长 时长 步数 邮编 账号 群号 尾号 分机 微信号
    考试 考了 测验 例如 比如 例 格式 ¥ $ id qq`,
  /** What is missing to a goal, which may stand before: 到13000还差655. */
  short: "还差 相差 差 不够",
  /** Doubt about a number of the same clause. */
  about: `大概 大约 差不多 好像 估计 可能 也许 或许 记得 印象中 印象 似乎 貌似 大致 粗略 目测 恐怕 应该有 应该 不确定 记不清 不清楚
    说不准 不一定 如果 假如 预计 预估 争取 力争 几乎 约莫 约摸 大体 大抵 八成 多半 没准 说不定 应当 记不得 看不清 没看清 看样子 看来 像是`,
  /** Doubt about the number right behind. */
  nearly: `约 快 近 将近 接近 不到 不足 超过 超 过 破 突破 至少 最多 最少 起码 少说 顶多 充其量 撑死 高于 低于 大于 小于 不低于 不止 没到 还没到 未到 没满 未满 不满
    没达到 未达到 没有 小 逾 逼近 不下 不下于 奔 奔着 差一点 快到 快要 眼看 ≥ ≤ > < ≈`,
  /** Doubt about the number right before. */
  orSo: `左右 上下 出头 以上 以下 以内 余 有余 来分 开外 吧 样子 打底 往上 往下 朝上 挂零 冒头 前后 附近 多点 多一点
    好几 好多 带点 带零 带拐弯 许 起步 向上 朝外`,
  /** A question about the numbers before it in the sentence. */
  question: "? 吗 嘛 呢 么",
  /** A question about the numbers of its clause. */
  query: "是不是 请问 为什么 为啥 为何 怎么 咋 多少 算不算 对不对 够不够 行不行 可不可以 能不能 有没有",
  me: "我 我的 我这边 我个人 本人 俺 俺的 个人 my i",
  /** Somebody who is not named, or a report for somebody. */
  them: "他 她 他的 她的 他们 她们 代报 代填 我爱人 我老公 我老婆 我媳妇 我妻子 我丈夫 我同事 我妈 我爸",
  same: "一样 相同 持平 一致 相等",
  unchanged: `没变 没有变 没变化 没有变化 没什么变化 没啥变化 无变化 未变 不变 没涨 没有涨 没动 没有动 没增加 没有增加 未增加 没增长
    没长 零增长 0增长 同上次 同上 老样子 原样 还是上次的 还是那个`,
  picture: "截图 见图 如图 看图",
  /** May stand between a label and its number. */
  link: `是 为 有 的 了 得 得了 得到 获得 获 拿 拿了 拿到 达 达到 已 已经 已达 就是 即 在 也 还 都 才 又 只 只有 仅 报 填 写 发 登记
    记录 上报 填报 学 学了 学习 学到 刷 刷了 刷满 刷满了 挣 挣了 看到 显示 为止 全国 全省 全市 全校 数 值 额 没错 : " ' “ ” ‘ ’ 「 」 『 』
    《 》 【 】 [ ] … is`,
  open: "(",
  close: ")",
  /** Ends a clause. */
  comma: ", 、 / | .",
  /** Ends a sentence, as a line break does. */
  stop: "。 ! ;",
  /** Words that begin like one of the others and mean nothing here. */
  text: `我们 我校 我院 我部 我支部 我班 让我 叫我 托我 要我 喊我 其他 其它 吉他 什么 那么 这么 多么 万分 万一 千万 一定 一直 一起
    到期 到场 到位 到时 共产 共青 公共 中共 总书记 总支 共同 快乐 快点 快报 从来 由于 原因 原则 现场 实现 过年 过来 过去 不过 通过 近期 最近
    不错 多谢 很多 许多 得多 差点 不差 学校 学院 学期 发现 发给 写给 文章学习 多学 离开 离职 离退休 脱离
    加油 加强 加班 加入 不少 少数`,
};

export type WordKind = keyof typeof LISTS;

export const WORDS = new Lexicon((Object.entries(LISTS) as [WordKind, string][]).map(([kind, list]) => [list, kind]));
