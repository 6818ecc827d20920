/** The page for people at `/`: what runs here, where to look, and an example that works. */
import { createHash } from 'node:crypto'
import type { InstanceEntry } from '../instances.ts'
import { canBeTried, curlCommand, exampleSteps } from './example.ts'
import { type Html, html } from './html.ts'
import { SCRIPT } from './script.ts'
import { STYLE } from './style.ts'

/** A status list as the page shows it: counts only. */
export interface StatusListSummary {
  readonly url: string
  readonly issuerId: string
  readonly purpose: string
  readonly length: number
  readonly leased: number
}

/** What the page shows. */
export interface FrontPage {
  readonly baseUrl: string
  readonly version: string
  readonly instances: readonly InstanceEntry[]
  /** What a verifier instance does with a failed verification, by id. */
  readonly verifierNotes: ReadonlyMap<string, string>
  readonly statusLists: readonly StatusListSummary[]
  /** Id of the credential in the example: new on every visit. */
  readonly exampleId: string
}

const digest = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** The page's own policy: its one style sheet and its one script, and nothing from elsewhere. */
export const FRONT_PAGE_POLICY =
  `default-src 'none'; style-src ${digest(STYLE)}; script-src ${digest(SCRIPT)}; img-src data:; ` +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" ' +
  'stroke-linejoin="round" stroke-linecap="round" aria-hidden="true"><path d="M12 2.5 4 5.5v6c0 4.8 3.4 8.4 8 10 ' +
  '4.6-1.6 8-5.2 8-10v-6z"/><path d="m13 6.8-4 6h3l-1 4.4 4-6h-3z"/></svg>'
const FAVICON = `data:image/svg+xml,${encodeURIComponent(ICON.replace('currentColor', '#0b6b4f'))}`

/** Lists on the page; the rest is counted. */
const MAX_LISTS = 20
const KINDS = [
  ['issuer', 'Issuers'],
  ['verifier', 'Verifiers'],
  ['holder', 'Holders'],
] as const

/** Renders the page. */
export function renderFrontPage(page: FrontPage): string {
  const { html: text } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>energy-ssi</title>
<link rel="icon" href="${FAVICON}">
<style>${raw(STYLE)}</style>
</head>
<body>
<header><div>
<h1>${raw(ICON)}energy-ssi</h1>
<p>This service issues, verifies and revokes verifiable credentials for the power system: charging stations, metering points, vehicles, prequalified units.</p>
<nav aria-label="Where to look">
<a href="/docs">API documentation</a>
<a href="/docs/json">OpenAPI</a>
<a href="/instances">Instances</a>
<a href="/readyz">Health</a>
<a href="/metrics">Metrics</a>
</nav>
</div></header>
<main>
<section aria-labelledby="instances">
<h2 id="instances">Instances</h2>
<p>An instance is one identity with one way of signing, or one way of judging. Its routes lie below its URL.</p>
${KINDS.map(([kind, title]) => group(title, kind, page))}
</section>
<section aria-labelledby="lists">
<h2 id="lists">Status lists</h2>
<p>Verifiers fetch these to learn whether a credential was revoked. They say nothing about who holds it.</p>
${statusLists(page.statusLists)}
</section>
${example(page)}
</main>
<footer>energy-ssi ${page.version} · ${page.baseUrl} · local mode: no authorization, for this machine only</footer>
<script>${raw(SCRIPT)}</script>
</body>
</html>
`
  return text
}

/** Markup of our own, which needs no escaping. */
function raw(markup: string): Html {
  return { html: markup }
}

function group(title: string, kind: InstanceEntry['kind'], { instances, verifierNotes, baseUrl }: FrontPage): Html {
  const members = instances.filter((instance) => instance.kind === kind)
  if (members.length === 0) return html``
  return html`<h3>${title}</h3>
<ul class="cards">
${members.map((instance) => card(instance, verifierNotes, baseUrl))}</ul>
`
}

function card(
  { kind, id, url, did, securing }: InstanceEntry,
  notes: FrontPage['verifierNotes'],
  baseUrl: string,
): Html {
  const note = kind === 'verifier' ? notes.get(id) : undefined
  const elementId = `did-${kind}-${id}`
  return html`<li>
<div class="head"><strong>${id}</strong>${securing === undefined || securing === id ? html`` : html`<span class="tag">${securing}</span>`}<code class="meta">${url.slice(baseUrl.length)}</code></div>
${note === undefined ? html`` : html`<div class="meta">${note}</div>`}${
  did === undefined
    ? html``
    : html`<div class="did"><code id="${elementId}">${did}</code><button type="button" data-copy="${elementId}" hidden>Copy</button></div>`
}</li>
`
}

function statusLists(lists: readonly StatusListSummary[]): Html {
  if (lists.length === 0) return html`<div class="note">None yet. The first credential that is issued opens one.</div>`
  const shown = lists.slice(-MAX_LISTS)
  return html`<table>
<thead><tr><th>List</th><th>Issuer</th><th>Purpose</th><th class="count">Entries</th><th class="count">Allocated</th></tr></thead>
<tbody>
${shown.map(
  ({ url, issuerId, purpose, length, leased }) =>
    html`<tr><td data-label="List"><a href="${url}"><code>${url.slice(url.lastIndexOf('/') + 1)}</code></a></td><td data-label="Issuer">${issuerId}</td><td data-label="Purpose">${purpose}</td><td class="count" data-label="Entries">${counted(length)}</td><td class="count" data-label="Allocated">${counted(leased)}</td></tr>
`,
)}</tbody>
</table>
${lists.length > shown.length ? html`<p class="meta">and ${counted(lists.length - shown.length)} older ones</p>` : html``}`
}

function counted(count: number): string {
  return count.toLocaleString('en')
}

function example({ instances, exampleId }: FrontPage): Html {
  const verifier = instances.find(({ kind }) => kind === 'verifier')?.url
  const holder = instances.find(({ kind }) => kind === 'holder')?.url
  if (verifier === undefined) return html``
  const first = instances
    .filter(({ kind }) => kind === 'issuer')
    .map(({ url, securing = '' }) => ({ issuer: { url, securing }, verifier, holder }))
    .find(canBeTried)
  if (first === undefined) return html``
  const steps = exampleSteps(exampleId, first)
  return html`<section aria-labelledby="try">
<h2 id="try">Try it</h2>
<p>Commands for a terminal on this machine: they issue a credential, verify it, revoke it and verify it again.</p>
<ol class="steps">
${steps.map(
  (step, index) => html`<li>
<div class="step"><span><strong>${step.title}.</strong> ${step.outcome}</span><button type="button" data-copy="step-${index}" hidden>Copy</button></div>
<pre id="step-${index}">${curlCommand(step)}</pre>
</li>
`,
)}</ol>
</section>`
}
