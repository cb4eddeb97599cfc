/** What 导出我的数据 and 删除我的数据 are answered with. */
export const OWN_DATA_FILE = "我的数据.xlsx";
export const exportComing = `您的数据正在整理，稍后以文件“${OWN_DATA_FILE}”发给您，只发给您本人。`;

/** How long 删除我的数据 waits for its confirmation. */
export const CONFIRM_WITHIN_MINUTES = 30;

export const whatDeleting = [
  "删除前请知悉：",
  "将删除：您的全部填报、与我的对话、只发给您的消息、抽查图片、异议及答复、谈话记录和职务；您退出进行中的填报，今后不再收到提问。",
  "将保留：已结束考核的统计表中您的一行、名次与处理状态，以及操作日志。季度汇总和已归档的决定需要它们，姓名和账号改为编号代称。支部和党办工作人员与我往来的消息按期限清除。",
  "如您仍在名册中，请同时请学校党办把您从下次导入的名册中去掉，否则导入时会为您重新建立记录。",
  "删除后不能恢复。需要副本，可先回复“导出我的数据”。",
  `确定要删除，请在 ${CONFIRM_WITHIN_MINUTES} 分钟内回复：确认删除我的数据`,
].join("\n");

export const askToDeleteFirst = `请先回复“删除我的数据”，看清将删除和保留的内容，并在 ${CONFIRM_WITHIN_MINUTES} 分钟内回复“确认删除我的数据”。目前没有删除任何内容。`;

export const deleted = (pseudonym: string) =>
  [
    "您的数据已删除：填报、对话、只发给您的消息、抽查图片、异议及答复、谈话记录和职务。",
    `已结束考核的统计表、名次与处理状态以“${pseudonym}”的代称保留，供季度汇总和已归档的决定使用；操作日志只有编号。`,
    "您不会再收到提问。如名册再次导入您的账号，会重新建立记录，请与学校党办确认。",
  ].join("\n");
