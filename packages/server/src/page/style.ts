/** The front page's style sheet: system fonts, light and dark, readable on a phone. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #f6f7f5; --card: #fff; --ink: #16211c; --soft: #55635c; --line: #dfe5e0;
  --accent: #0b6b4f; --accent-soft: #e3f1ea; --code: #10211a; --code-ink: #dff2e8; --code-soft: #8fb5a3;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0f1512; --card: #171f1b; --ink: #e6ede9; --soft: #9fb0a7; --line: #2a352f;
    --accent: #5fd3a6; --accent-soft: #1c3229; --code: #0a100d; --code-ink: #d6eadf; --code-soft: #7d9c8d;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
main, header > div, footer { max-width: 62rem; margin: 0 auto; padding: 0 1.25rem; }
header { background: var(--card); border-bottom: 1px solid var(--line); }
header > div { padding-top: 2.25rem; padding-bottom: 1.75rem; }
h1 { margin: 0; font-size: 1.9rem; letter-spacing: -0.02em; line-height: 1.2; }
h1 svg { width: 1.6rem; height: 1.6rem; margin-right: 0.55rem; vertical-align: -0.2rem; color: var(--accent); }
header p { margin: 0.5rem 0 0; color: var(--soft); max-width: 44rem; }
nav { display: flex; flex-wrap: wrap; gap: 0.6rem; margin-top: 1.25rem; }
nav a {
  padding: 0.4rem 0.9rem; border: 1px solid var(--line); border-radius: 0.5rem; text-decoration: none; font-weight: 550;
  color: var(--ink); background: var(--page);
}
nav a:first-child { background: var(--accent); border-color: var(--accent); color: var(--card); }
a { color: var(--accent); }
a:focus-visible, button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
section { margin: 2.25rem 0; }
h2 { font-size: 1.2rem; margin: 0 0 0.25rem; letter-spacing: -0.01em; }
h2 + p { margin: 0 0 1rem; color: var(--soft); max-width: 46rem; }
h3 { font-size: 0.8rem; text-transform: uppercase; letter-spacing: 0.07em; color: var(--soft); margin: 1.4rem 0 0.5rem; }
ul.cards { list-style: none; margin: 0; padding: 0; background: var(--card); border: 1px solid var(--line); border-radius: 0.75rem; }
ul.cards li { padding: 0.8rem 1rem; border-top: 1px solid var(--line); }
ul.cards li:first-child { border-top: 0; }
.head { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.35rem 0.75rem; }
.head strong { font-size: 1.02rem; }
.tag { font-size: 0.78rem; padding: 0.05rem 0.5rem; border-radius: 1rem; background: var(--accent-soft); color: var(--accent); font-weight: 600; }
.meta { color: var(--soft); font-size: 0.9rem; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; }
.did { display: flex; align-items: flex-start; gap: 0.6rem; margin-top: 0.3rem; }
.did code { font-size: 0.84rem; overflow-wrap: anywhere; user-select: all; flex: 1; padding-top: 0.2rem; color: var(--soft); }
button {
  font: inherit; font-size: 0.8rem; font-weight: 600; padding: 0.2rem 0.7rem; border-radius: 0.4rem; cursor: pointer;
  border: 1px solid var(--line); background: var(--page); color: var(--ink); min-width: 4.6rem;
}
button[hidden] { display: none; }
table { width: 100%; border-collapse: collapse; background: var(--card); border: 1px solid var(--line); border-radius: 0.75rem; overflow: hidden; }
th, td { text-align: left; padding: 0.55rem 1rem; border-top: 1px solid var(--line); font-size: 0.93rem; }
thead th { border-top: 0; font-size: 0.8rem; color: var(--soft); font-weight: 600; }
td.count, th.count { text-align: right; font-variant-numeric: tabular-nums; }
td code { font-size: 0.84rem; }
.note { background: var(--card); border: 1px dashed var(--line); border-radius: 0.75rem; padding: 0.9rem 1rem; color: var(--soft); }
ol.steps { list-style: none; margin: 0; padding: 0; counter-reset: step; }
ol.steps > li { counter-increment: step; margin-top: 1.1rem; }
.step { display: flex; align-items: center; gap: 0.7rem; margin-bottom: 0.4rem; }
.step::before {
  content: counter(step); flex: none; width: 1.6rem; height: 1.6rem; border-radius: 50%; display: grid; place-items: center;
  background: var(--accent-soft); color: var(--accent); font-weight: 700; font-size: 0.85rem;
}
.step span { flex: 1; }
pre {
  margin: 0; padding: 0.9rem 1rem; background: var(--code); color: var(--code-ink); border-radius: 0.75rem; overflow-x: auto;
  font-size: 0.82rem; line-height: 1.5; tab-size: 2;
}
footer { color: var(--soft); font-size: 0.88rem; padding-top: 1.25rem; padding-bottom: 2.5rem; }
@media (max-width: 40rem) {
  header > div { padding-top: 1.5rem; }
  h1 { font-size: 1.5rem; }
  thead { display: none; }
  tr { display: block; padding: 0.6rem 1rem; border-top: 1px solid var(--line); }
  tbody tr:first-child { border-top: 0; }
  td, td.count { display: flex; justify-content: space-between; gap: 1rem; border: 0; padding: 0.1rem 0; text-align: right; }
  td::before { content: attr(data-label); color: var(--soft); font-size: 0.85rem; text-align: left; }
}
`
