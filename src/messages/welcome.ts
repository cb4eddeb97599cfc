import type { Policy } from "../domain/policy.ts";
import { retention } from "../domain/retention.ts";

/**
 * Said once, at the first contact, and shown by 隐私: who handles what, why, how long, who sees it and what one can do
 * about it. Without a name in it, so that it goes out to everybody in few calls.
 */
export function welcome({ title, document, parameters }: Policy): string {
  const { spotCheck, talk } = parameters;
  const checks = spotCheck.share > 0 || spotCheck.atLeast > 0;
  const talks = talk.lowest > 0;
  return [
    "【个人信息说明】您好，我是学校党办的学习积分助手。考核日我会向您询问“学习强国”积分，直接回复数字即可；回复“帮助”可查看能做什么。",
    `用途：学校党办按《${title}》（${document}）开展填报、统计和评优等工作，不作他用。`,
    `内容：您的姓名、党支部、职务、在册状态和企业账号，填报的积分与时间，您发来的消息和异议${checks ? "，抽查图片" : ""}${talks ? "，谈话记录" : ""}。数据只留在学校的服务器上。`,
    `期限：消息原文 ${retention.messageTexts} 天；填报记录到当年评优归档后 1 年；异议${talks ? "和谈话" : ""}内容 1 年${checks ? "；抽查图片到该季度归档" : ""}；统计表随学校档案保存。`,
    `谁能看到：您本人、本支部书记和支部委员、学校党办${talks ? "；谈话内容只有谈话人和您可见" : ""}。不在群里公布个人积分。`,
    "您可以随时：查看（我的积分）、更正（更正 数字）、撤回、提出异议（异议 内容）、要一份副本（导出我的数据）、删除（删除我的数据）。",
    "如有疑问，请联系学校党办，或回复“意见建议 内容”。回复“隐私”可再看本说明。",
  ].join("\n");
}
