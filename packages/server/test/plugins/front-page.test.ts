import { createHash } from 'node:crypto'
import { validateCredential } from '@energy-ssi/credential'
import { SECURINGS } from '@energy-ssi/vc-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { curlCommand, exampleSteps } from '../../src/page/example.ts'
import { escapeHtml, html } from '../../src/page/html.ts'
import { createTestService, issued, post, type TestService } from '../service.ts'

let service: TestService
let page: { readonly body: string; readonly headers: Readonly<Record<string, unknown>> }
beforeAll(async () => {
  service = await createTestService()
  page = await service.app.inject('/')
})
afterAll(() => service.app.close())

describe('the front page', () => {
  test('shows every instance with its DID and leads to the documentation', async () => {
    const instances = (await service.app.inject('/instances')).json() as { id: string; did?: string }[]
    for (const { id, did } of instances) {
      expect(page.body).toContain(`<strong>${id}</strong>`)
      if (did !== undefined) expect(page.body).toContain(did)
    }
    for (const link of ['/docs', '/docs/json', '/instances', '/readyz', '/metrics']) {
      expect(page.body).toContain(`href="${link}"`)
      expect((await service.app.inject(link)).statusCode).toBe(200)
    }
  })

  test('is complete in itself: nothing is loaded from elsewhere', () => {
    expect(page.body).not.toMatch(/(?:src|href)="(?:https?:)?\/\/(?!127\.0\.0\.1:3000\/)/)
    expect(page.body).not.toMatch(/\bsrc=|@import|url\(|\son\w+=|\sstyle=/)
  })

  test('its policy admits exactly its one style sheet and its one script', () => {
    const digest = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
    const policy = String(page.headers['content-security-policy'])
    const styles = [...page.body.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, text]) => digest(String(text)))
    const scripts = [...page.body.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, text]) => digest(String(text)))
    expect([styles.length, scripts.length]).toEqual([1, 1])
    expect(policy).toContain(`style-src ${styles[0]};`)
    expect(policy).toContain(`script-src ${scripts[0]};`)
    expect(policy).toMatch(/^default-src 'none';/)
    expect(policy).not.toContain('unsafe')
  })

  test('shows status lists with their counts', async () => {
    expect(page.body).toContain('None yet.')
    await issued(service.app)
    const { body } = await service.app.inject('/')
    expect(body).toMatch(/<td data-label="Issuer">eddsa-rdfc-2022<\/td>/)
    expect(body).toMatch(/>131,072<\/td>/)
  })

  test('fits a phone and is well-formed', () => {
    expect(page.body).toContain('<meta name="viewport" content="width=device-width, initial-scale=1">')
    const void_ = new Set(['meta', 'link', '!doctype', 'path'])
    const open: string[] = []
    for (const [, closing, name] of page.body
      .replace(/<style>[\s\S]*?<\/style>|<script>[\s\S]*?<\/script>/g, '')
      .matchAll(/<(\/?)([!\w]+)[^>]*>/g)) {
      if (closing === '/') expect(open.pop()).toBe(name)
      else if (!void_.has(String(name))) open.push(String(name))
    }
    expect(open).toEqual([])
  })
})

describe('the example', () => {
  test('its credential conforms to the data model once it is issued', async () => {
    const steps = exampleSteps('urn:uuid:6b2b1c5e-0000-4000-8000-000000000099', { issuer: '', verifier: '' })
    const [{ credential }] = steps.map(({ body }) => body) as [{ credential: Record<string, unknown> }]
    expect(validateCredential({ ...credential, issuer: 'did:example:a' })).toEqual([])
  })

  test.each(SECURINGS.filter((name) => name !== 'vc-jwt-1.1'))(
    'works with %s from the first step to the last',
    async (issuer) => {
      const steps = exampleSteps(`urn:example:${issuer}`, {
        issuer: `/issuers/${issuer}`,
        verifier: '/verifiers/default',
      })
      let kept = ''
      const answers = []
      for (const { url, body } of steps) {
        const answer = await service.app.inject(post(url, body ?? kept))
        if (kept === '') kept = answer.body
        answers.push(answer)
      }
      expect(answers.map(({ statusCode }) => statusCode)).toEqual([201, 200, 200, 200])
      expect(answers.map((answer) => answer.json().verified)).toEqual([undefined, true, undefined, false])
      expect(answers[3]?.json().problemDetails[0].type).toMatch(/#CREDENTIAL_REVOKED$/)
    },
  )

  test('its commands hold the bodies as they are, quoted for a shell', () => {
    for (const step of exampleSteps("urn:it's", { issuer: 'http://a/issuers/b', verifier: 'http://a/verifiers/c' })) {
      const command = curlCommand(step, false)
      if (step.body === undefined) continue
      const quoted = command.slice(command.indexOf("-d '") + 4, -1).replaceAll("'\\''", "'")
      expect(JSON.parse(quoted)).toEqual(step.body)
    }
  })

  test('every visit gets a credential id of its own', async () => {
    const idOf = (body: string) =>
      /urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/.exec(body)?.[0]
    expect(idOf(page.body)).toBeDefined()
    expect(idOf((await service.app.inject('/')).body)).not.toBe(idOf(page.body))
  })
})

describe('HTML', () => {
  test('values are escaped, HTML is not', () => {
    expect(html`<a title="${'"><script>'}">${html`<b>${'<'}</b>`}${[html`<i>`]}</a>`.html).toBe(
      '<a title="&quot;&gt;&lt;script&gt;"><b>&lt;</b><i></a>',
    )
    expect(escapeHtml(`&<>"'`)).toBe('&amp;&lt;&gt;&quot;&#39;')
  })
})
