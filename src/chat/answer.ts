import { holds } from "../acts/act.ts";
import type { Right } from "../domain/access.ts";
import { parseQuarter, type Quarter } from "../domain/calendar.ts";
import { help } from "../messages/help.ts";
import { noRound, nothingReadable, nothingToConfirm } from "../messages/replies.ts";
import { welcome } from "../messages/welcome.ts";
import { ask, retype } from "./handlers/ask.ts";
import { progress, proxyReport } from "./handlers/branch.ts";
import { branchTable, confirmTable } from "./handlers/branch-table.ts";
import { feedback } from "./handlers/feedback.ts";
import { answerObjection, object, objectionList } from "./handlers/objections.ts";
import { confirmDelete, deleteMyData, exportMyData } from "./handlers/own-data.ts";
import { leave, mute, myScore, rules, undo, whyTalk } from "./handlers/own-record.ts";
import { report } from "./handlers/report.ts";
import { picture, spotList, spotRight, spotWrong } from "./handlers/spot-checks.ts";
import { actOnSummary, showSummary, standings } from "./handlers/summary.ts";
import { confirmTalk, talkHeld, talkList } from "./handlers/talks.ts";
import { previewYear } from "./handlers/year.ts";
import type { Intent } from "./intent.ts";
import type { Command } from "./read/reading.ts";
import { type Turn } from "./turn.ts";

/** Meaning → handler → reply. */
export function answer(turn: Turn, intent: Intent): string {
  switch (intent.kind) {
    case "report":
      return report(turn, intent.total);
    case "ask":
      return ask(turn, intent.reason, intent.candidates);
    case "retype":
      return retype(turn);
    case "picture":
      return picture(turn, intent.mediaId) ?? ask(turn, "picture", []);
    case "first contact":
      return welcome(turn.policy);
    case "nothing to confirm":
      return turn.round() === undefined ? noRound : nothingToConfirm;
    case "unreadable":
      return turn.round() === undefined ? noRound : nothingReadable;
    case "command":
      return obey(turn, intent.command);
    default:
      return intent satisfies never;
  }
}

function helpFor(turn: Turn): string {
  return help((right: Right) => holds(turn, right));
}

function obey(turn: Turn, command: Command): string {
  switch (command.name) {
    case "my_score":
      return myScore(turn);
    case "my_rank":
      return standings(turn);
    case "privacy":
      return welcome(turn.policy);
    case "rules":
      return rules(turn);
    case "why_talk":
      return whyTalk(turn);
    case "export_my_data":
      return exportMyData(turn);
    case "delete_my_data":
      return deleteMyData();
    case "confirm_delete":
      return confirmDelete(turn);
    case "appeal":
      return object(turn, command.text);
    case "feedback":
      return feedback(turn, command.text);
    case "undo":
      return undo(turn);
    case "leave":
      return leave(turn);
    case "mute":
      return mute(turn);
    case "progress":
      return progress(turn);
    case "branch_table":
      return branchTable(turn, command.branch);
    case "confirm_table":
      return confirmTable(turn);
    case "talk_list":
      return talkList(turn, command.branch);
    case "talk_held":
      return talkHeld(turn, command.member, command.note);
    case "confirm_talk":
      return confirmTalk(turn);
    case "spot_list":
      return spotList(turn);
    case "spot_right":
      return spotRight(turn, command.member);
    case "spot_wrong":
      return spotWrong(turn, command.member, command.total);
    case "objection_list":
      return objectionList(turn);
    case "objection_answer":
      return answerObjection(turn, command.id, command.text);
    case "proxy_report":
      return proxyReport(turn, command.member, command.total);
    case "summary":
      return showSummary(turn, quarterOf(command.quarter));
    case "submit":
    case "publish":
    case "approve":
      return actOnSummary(turn, command.name, quarterOf(command.quarter)).reply;
    case "return":
      return actOnSummary(turn, "return", quarterOf(command.quarter), command.reason).reply;
    case "year_preview":
      return previewYear(turn);
    default:
      return helpFor(turn);
  }
}

function quarterOf(text: string | undefined): Quarter | undefined {
  return text === undefined ? undefined : parseQuarter(text);
}
