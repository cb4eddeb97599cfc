import type { DepartmentListAnswer, UserListAnswer } from "../platform/wecom/wire.ts";
import type { Endpoints } from "./wecom-endpoint.ts";
import { Refusal } from "./wecom-errors.ts";

export interface WorkspaceMember {
  readonly account: string;
  readonly name: string;
  readonly department: string;
  /** False: in scope, but without the licence to be written to (基础接口许可). */
  readonly licensed?: boolean;
}

const ROOT = 1;
const ACTIVE = 1;

/** Who is in the app's visible scope. Accounts are found without regard to case. */
export class Directory {
  readonly #members = new Map<string, WorkspaceMember>();
  /** Departments stay when their last member leaves, as in WeCom. */
  readonly #departments = new Map<string, number>();

  constructor(members: readonly WorkspaceMember[]) {
    for (const member of members) this.add(member);
  }

  get members(): readonly WorkspaceMember[] {
    return [...this.#members.values()];
  }

  find(account: string): WorkspaceMember | undefined {
    return this.#members.get(account.toLowerCase());
  }

  /** For the workspace's own people, whose mistakes are mistakes of the test. */
  get(account: string): WorkspaceMember {
    const member = this.find(account);
    if (member === undefined) throw new Error(`nobody in the workspace has the account ${account}`);
    return member;
  }

  add(member: WorkspaceMember): void {
    if (this.find(member.account) !== undefined) throw new Error(`the account ${member.account} is taken`);
    this.#put(member);
  }

  change(account: string, changes: Partial<Omit<WorkspaceMember, "account">>): void {
    this.#put({ ...this.get(account), ...changes });
  }

  remove(account: string): void {
    this.#members.delete(this.get(account).account.toLowerCase());
  }

  #put(member: WorkspaceMember): void {
    this.#members.set(member.account.toLowerCase(), member);
    if (!this.#departments.has(member.department)) {
      this.#departments.set(member.department, ROOT + 1 + this.#departments.size);
    }
  }

  /** department/list (page 90208) and user/list (page 90201): ids and names, no more. */
  endpoints(corpName: string): Endpoints {
    return {
      "department/list": {
        method: "GET",
        credential: "token",
        answer: ({ query }) => {
          const below = this.#departmentId(query.get("id") ?? String(ROOT));
          const all = [
            { id: ROOT, name: corpName, parentid: 0, order: 100_000_000 },
            ...[...this.#departments].map(([name, id]) => ({ id, name, parentid: ROOT, order: 100_000_000 - id })),
          ];
          const department = below === ROOT ? all : all.filter(({ id }) => id === below);
          return { json: { errcode: 0, errmsg: "ok", department } satisfies DepartmentListAnswer };
        },
      },
      "user/list": {
        method: "GET",
        credential: "token",
        answer: ({ query }) => {
          const wanted = this.#departmentId(query.get("department_id") ?? "");
          const userlist = this.members
            .filter(({ department }) => this.#departments.get(department) === wanted)
            .map(({ account, name }) => ({ userid: account, name, department: [wanted], status: ACTIVE }));
          return { json: { errcode: 0, errmsg: "ok", userlist } satisfies UserListAnswer };
        },
      },
    };
  }

  #departmentId(text: string): number {
    const id = Number(text);
    if (text !== "" && (id === ROOT || [...this.#departments.values()].includes(id))) return id;
    throw new Refusal(60003);
  }
}
