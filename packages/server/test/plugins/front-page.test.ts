import { createHash } from 'node:crypto'
import { validateCredential } from '@energy-ssi/credential'
import { DEFAULT_SECURINGS } from '@energy-ssi/vc-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { canBeTried, curlCommand, type ExampleStep, exampleSteps } from '../../src/page/example.ts'
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

const instancesFor = (securing: string) => ({
  issuer: { url: `/issuers/${securing}`, securing },
  verifier: '/verifiers/default',
  holder: '/holders/default',
})

describe('the example', () => {
  test('its credential conforms to the data model once it is issued', async () => {
    for (const securing of DEFAULT_SECURINGS) {
      const [{ body }] = exampleSteps('urn:example:1', instancesFor(securing)) as [ExampleStep, ...ExampleStep[]]
      const { credential } = (body as { json: { credential: Readonly<Record<string, unknown>> } }).json
      expect(validateCredential({ ...credential, issuer: 'did:example:a' })).toEqual([])
    }
  })

  test.each(DEFAULT_SECURINGS)('works with %s from the first step to the last', async (securing) => {
    const steps = exampleSteps(`urn:example:${securing}`, instancesFor(securing))
    const files = new Map<string, string>()
    const answers = []
    for (const { url, body, keeps } of steps) {
      const answer = await service.app.inject(post(url, 'file' in body ? files.get(body.file) : body.json))
      if (keeps !== undefined) {
        files.set(keeps.file, keeps.isBare ? `{"verifiableCredential":${answer.body}}` : answer.body)
      }
      answers.push(answer)
    }
    const isDerived = /^(?:ecdsa-sd|bbs)-/.test(securing)
    expect(steps.map(({ title }) => title)).toEqual([
      'Issue',
      ...(isDerived ? ['Derive'] : []),
      'Verify',
      'Revoke',
      'Verify again',
    ])
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([201, ...(isDerived ? [201] : []), 200, 200, 200])
    expect(answers.slice(-3).map((answer) => answer.json().verified)).toEqual([true, undefined, false])
    expect(answers.at(-1)?.json().problemDetails[0].type).toMatch(/#CREDENTIAL_REVOKED$/)
  })

  test('needs a holder for a base proof, and is left out without one', async () => {
    const issuer = { url: '/issuers/a', securing: 'bbs-2023' }
    expect(canBeTried({ issuer, verifier: '/v', holder: undefined })).toBe(false)
    expect(canBeTried({ issuer, verifier: '/v', holder: '/h' })).toBe(true)
    const { config } = service
    const only = config.issuers.filter(({ id }) => id === 'bbs-2023')
    const [with_, without] = await Promise.all(
      [config.holders, []].map((holders) => createTestService({ config: { issuers: only, holders } })),
    )
    expect((await with_?.app.inject('/'))?.body).toContain('/holders/default/credentials/derive')
    expect((await without?.app.inject('/'))?.body).not.toContain('Try it')
    await Promise.all([with_?.app.close(), without?.app.close()])
  })

  test('its commands hold the bodies as they are, quoted for a shell', () => {
    for (const { keeps: _, ...step } of exampleSteps("urn:it's", instancesFor('bbs-2023'))) {
      const command = curlCommand(step)
      if ('file' in step.body) {
        expect(command).toMatch(/ -d @(?:credential|derived)\.json$/)
        continue
      }
      const quoted = command.slice(command.indexOf("-d '") + 4, -1).replaceAll("'\\''", "'")
      expect(JSON.parse(quoted)).toEqual(step.body.json)
    }
  })

  test('its commands keep the answers that later ones send', () => {
    const ends = exampleSteps('urn:example:1', instancesFor('bbs-2023')).map((step) =>
      curlCommand(step).split('| ').slice(1),
    )
    expect(ends).toEqual([
      ['tee credential.json'],
      [`sed 's/.*/{"verifiableCredential":&}/' `, 'tee derived.json'],
      [],
      [],
      [],
    ])
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
