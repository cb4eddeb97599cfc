import { branchesMeant } from "../../domain/branch-name.ts";
import { noSuchBranch, severalBranches } from "../../messages/branch.ts";
import { allBranches, type Branch } from "../../store/members.ts";
import type { Turn } from "../turn.ts";

/** The branch that is named, in full or in part; else the answer that lists those there are. */
export function branchMeant({ db }: Turn, said: string): Branch | string {
  const all = allBranches(db);
  const [branch, ...others] = branchesMeant(said, all);
  const names = (branches: readonly Branch[]) => branches.map(({ name }) => name);
  if (branch === undefined) return noSuchBranch(said, names(all));
  return others.length > 0 ? severalBranches(said, names([branch, ...others])) : branch;
}
