export { webhookApp } from "./app.ts";
