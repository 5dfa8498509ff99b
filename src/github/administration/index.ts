/** The administrator's view of GitHub: locks, and the App's own standing. */
export { createAdministration } from "./administration.ts";
export { createAppAdministration, type AppSight } from "./app-administration.ts";
export { appToken } from "./app-token.ts";
