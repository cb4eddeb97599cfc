/** Said once, at the first contact: who handles what, why, how long, and what one can do about it (domain.md §9.1). */
export function welcome(school: string, name: string): string {
  return [
    `${name}同志您好，我是${school}的学习积分助手。`,
    "我只在考核日向您询问“学习强国”的成长总积分，直接回复数字即可；回复“帮助”可查看能做什么。",
    "个人信息说明：学校党办为落实学习管理办法，保存您的姓名、党支部、职务、企业账号、填报的积分与时间，数据只留在学校的服务器上。积分仅您本人、本支部书记和支委、学校党办可见，不在群里公布个人积分。",
    "您可随时查看（我的积分）、更正或撤回自己的填报。",
  ].join("\n");
}
