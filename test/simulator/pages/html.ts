/** Text made safe to stand in HTML, in attributes too. */
export function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** A whole page around a body that is safe already. */
export function page(title: string, body: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>${escapeHtml(title)}</title><style>${style}</style></head>
<body>
${body}
</body>
</html>
`;
}

const style = `
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; } td, th { border: 1px solid #999; padding: 0.2rem 0.6rem; }
section { border: 1px solid #999; border-radius: 6px; padding: 0 1rem 1rem; margin: 1rem 0; }
code, pre { background: #eee; } pre { padding: 0.5rem; overflow-x: auto; }
.success { color: #17692b; } .failure, .timed_out { color: #a31621; }
.action_required { color: #7d4e00; } .muted { color: #555; }
@media (prefers-color-scheme: dark) {
  body { background: #0d1117; color: #e6edf3; } a { color: #79b8ff; } code, pre { background: #222; }
  .success { color: #56d364; } .failure, .timed_out { color: #ff7b72; }
  .action_required { color: #e3b341; } .muted { color: #aaa; }
}`;
