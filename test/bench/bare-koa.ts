import Koa from "koa";

/** What everything is compared with: the framework and nothing else. */
const app = new Koa();
app.use((ctx) => {
  ctx.body = "hello";
});
const handle = app.callback();
(await import("node:http"))
  .createServer((request, response) => void handle(request, response))
  .listen(Number(process.argv[2]), "127.0.0.1");
