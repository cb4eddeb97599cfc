import type { commands } from "./commands.ts";

/**
 * What people say when they mean a command. None of it is obeyed: the reply names the command's own word, because what
 * is decided must have been meant.
 */
export const nearWords: Readonly<Partial<Record<keyof typeof commands, string>>> = {
  undo: "删除 删掉 取消填报 作废 收回 撤消 撤回来 撤掉",
  my_score: "我的成绩 查分 查询 我的 查积分 学习积分 成长总积分 总积分 我的情况 看分 分数",
  my_rank: "排行 排行榜 支部排行 支部排行榜 排位",
  mute: "别发了 不要发了 别问我 别问了 不要再发 退订",
  appeal: "不服 数据不对 分数不对 积分不对 我的分不对 数字不对 有误 登记错了",
  export_my_data: "我的信息 我的资料",
  feedback: "反馈 建议 意见",
  rules: "规定 文件 制度 依据 规矩",
  help: "说明 指南 指令 目录",
  progress: "完成情况 填报情况 谁没交 没报的 催报 多少人报了 报了多少人 几个人没报 情况怎么样",
  branch_table: "表格 报表 统计 学习情况",
  confirm_table: "核对无误 表没问题 统计表没问题 已核对 已确认",
  proxy_report: "帮报 替报 代理填报",
  spot_list: "抽查情况 抽了谁 抽查的人",
  spot_right: "核实 情况属实",
  spot_wrong: "不实 不一致",
  talk_list: "谈话 谁要谈话 谈话人员 谈话对象",
  talk_held: "谈过了 谈完了 谈了 已经谈了 谈话了 已谈了 己谈 巳谈 以谈",
  summary: "总表 总体情况 全校情况 学校情况",
  submit: "上报 报送 呈报 送审 报审 上交 报党委 请审核 已上报",
  publish: "公布 公示 通报 公开 张贴",
  objection_list: "谁有异议 异议情况",
  objection_answer: "回复异议 答复异议",
  year_preview: "年度 年终 年度情况 年度评选",
  approve: "同意 同意发布 同意提交 赞成 没意见 无意见 可以 审核 审批 准了 已审 已审核 同意通过 予以通过",
  return: "不同意 不通过 打回 退掉 不行 不可以 重做 重新做",
  branch_talk_list: "支部谈话 谈话支部",
};
