import { type Random, shuffled } from "./random.ts";

const SURNAMES =
  "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔汤农蒙";
const FIRST = "建志文晓丽海国永春秀明玉小雪天俊子雨思佳振光德红美庆少世家宏慧金景立润书桂新兴若";
const SECOND = "华明军芳强敏静磊洋勇艳杰娟涛超霞平刚玲辉鹏飞宁琳婷峰梅英兰林斌燕云波欣然怡轩媛萍莉凯颖清";
const SINGLE = "伟芳娜静敏磊强洋艳勇杰娟涛超霞刚鹏飞玲斌宇浩凯健俊帆颖倩婷雪琳晨波旭峰宁";

/** Names that hold numeral characters: a reader of totals must not take them for numbers. */
const NUMERAL_NAMES = ["伍建国", "万里", "陆一鸣", "丁一"];

/** So many different names, in random order, the numeral ones always among them. */
export function schoolNames(random: Random, count: number): string[] {
  const names = new Set(NUMERAL_NAMES.slice(0, count));
  while (names.size < count) names.add(name(random));
  return shuffled(random, [...names]);
}

function name(random: Random): string {
  const surname = letter(random, SURNAMES);
  return random() < 0.3 ? surname + letter(random, SINGLE) : surname + letter(random, FIRST) + letter(random, SECOND);
}

function letter(random: Random, letters: string): string {
  return letters.charAt(Math.floor(random() * letters.length));
}
