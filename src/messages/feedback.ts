export const feedbackUsage = "请按“意见建议 内容”发送，例如：意见建议 希望早一点提醒。";
export const feedbackForwarded = "已转达学校党办，感谢您的意见建议。";
export const nobodyToForwardTo = "名册中没有登记学校党办人员，暂时无法转达，请直接联系学校党办。";
export const feedbackFrom = (name: string, branch: string | undefined, text: string) =>
  `【意见建议】${name}同志${branch === undefined ? "" : `（${branch}）`}：${text}`;
