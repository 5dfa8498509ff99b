export { webhookApp } from "./app.ts";
export { jobsOf } from "./jobs-of.ts";
