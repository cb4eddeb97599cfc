import type { Topic } from "../domain/topic.ts";
import { clock } from "./format.ts";
import type { Standing } from "./remarks.ts";
import { PLACE } from "./words.ts";

/** Whom the sender can turn to, by name. */
export interface Helpers {
  readonly branch: string | undefined;
  readonly admins: readonly string[];
  readonly office: readonly string[];
}

/** Whoever says this is not asked once more for the number, only told where it would be. */
export const reluctant: ReadonlySet<Topic | undefined> = new Set(["left", "complaint", "app", "away", "refuse"]);

/** What answers the remark itself; where the sender stands is said behind it. */
export function headOf(topic: Topic | undefined, standing: Standing, helpers: Helpers): string {
  const { open, last } = standing;
  const unreported = open !== undefined && open.total === undefined;
  const person = helperNames(helpers);
  switch (topic) {
    case "left":
      return `如您已离职、退休或转到别的党支部，请告诉${person}更新名册，更新后不再问您。${open === undefined ? "" : "今天不想再被提醒，可回复“停止提醒”。"}`;
    case "complaint":
      return "您的意见请按“意见建议 内容”发送，我会转给学校党办；对积分结果有异议，请按“异议 内容”发送。";
    case "listed": {
      const roster =
        helpers.branch === undefined ? "" : `您在学校党员名册中（${helpers.branch}），所以会收到我的消息。`;
      return `${roster}谈话名单的依据，请回复“为什么我在谈话名单”；抽查由系统随机抽取，与分数高低无关。名册有误的，请联系${person}。`;
    }
    case "privacy":
      return "您的积分只有您本人、本支部书记和支委、学校党办可见，不在群里公布；详细说明请回复“隐私”。";
    case "human":
      return `需要人帮忙，请联系${person}${officeToo(helpers)}。`;
    case "app":
      return `App 打不开、没有注册或换了账号的，请联系${person}协助；暂时不便填报，可回复“请假”。`;
    case "away":
      return `今天不便填报的，回复“请假”即可，本次不再提醒；长期病假、产假请告诉${person}更新名册。`;
    case "deadline":
      if (open === undefined) return last === undefined ? "" : "上次的填报已经结束，不能再补。";
      return open.late ? "已过截止时间，现在还可以迟报。" : `填报到 ${clock(open.closesAt)} 截止。`;
    case "correct":
      if (open !== undefined || last === undefined) return "";
      return "考核结束后不能直接更正：数字有误请回复“异议 内容”，由学校党办核实。";
    case "done":
      return open === undefined || unreported ? "" : "已经收到了。";
    case "how":
      if (open !== undefined) return "";
      return `填报只在考核日进行：届时打开${PLACE}查看“成长总积分”，把数字回复给我就行。`;
    case "where":
      if (unreported) return "";
      return `“成长总积分”在${PLACE}；我这里的记录，请回复“我的积分”查看。`;
    case "refuse":
      return "填报的依据请回复“办法”查看；不便填报的，可回复“请假”或“停止提醒”；有意见请按“意见建议 内容”发送。";
    case "who":
      return "我是学校党办的学习积分助手，负责季度填报、统计和提醒，不是真人。收集什么、谁能看到，请回复“隐私”。";
    case "points":
      return "您的进度和年度目标请回复“我的积分”，有关规定请回复“办法”。";
    case "result":
      return "已发布的支部排名请回复“排名”；个人积分不公布。";
    case "later":
      return unreported ? "好的，不着急。" : "好的。";
    case "sorry":
      return "没关系。";
    case "thanks":
      return "不客气！";
    case "bye":
      return "再见！";
    case "greeting":
      return "您好！";
    case "received":
      return "好的。";
    case "no words":
      return "";
    case "voice":
      return "语音我听不了，请发文字或数字。";
    case "picture":
      return "图片里的数字我读不了，图片没有保存。";
    case "other kind":
      return "这类消息我读不了，请发文字或数字。";
    case "total":
      return "这个数没有登记。";
    case "confirm":
      return "目前没有需要确认的内容。";
    case undefined:
      return "";
    default:
      return topic satisfies never;
  }
}

/** The branch's admins, else the office. */
export function helperNames({ admins, office }: Omit<Helpers, "branch">): string {
  if (admins.length > 0) return `${admins.slice(0, 2).join("、")}同志`;
  return office.length > 0 ? `学校党办${office.slice(0, 2).join("、")}同志` : "学校党办";
}

function officeToo({ admins, office }: Helpers): string {
  return admins.length > 0 && office.length > 0 ? `，或学校党办${office.slice(0, 2).join("、")}同志` : "";
}
