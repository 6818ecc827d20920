/** What is called here of @transmute/vc.js; declared so that types and linters need no installation. */

declare module '@transmute/json-web-signature' {
  interface JsonWebKey2020 {
    readonly id: string
    readonly type: 'JsonWebKey2020'
    readonly controller: string
    readonly publicKeyJwk: object
    readonly privateKeyJwk: object
  }
  const JsonWebKey: { from(key: JsonWebKey2020): Promise<object> }
  class JsonWebSignature {
    constructor(options?: { readonly key: object; readonly date: string })
  }
}

declare module '@transmute/vc.js' {
  type Loader = (url: string) => Promise<{ readonly documentUrl: string; readonly document: unknown }>
  interface Options {
    readonly suite: object
    readonly documentLoader: Loader
  }
  interface Created {
    readonly items: readonly (string | Readonly<Record<string, unknown>>)[]
  }
  interface Verdict {
    readonly verified: boolean
  }
  const verifiable: {
    readonly credential: {
      create(
        options: Options & { readonly credential: object; readonly format: readonly ('vc' | 'vc-jwt')[] },
      ): Promise<Created>
      verify(
        options: Options & { readonly credential: object | string; readonly format: readonly ('vc' | 'vc-jwt')[] },
      ): Promise<Verdict>
    }
    readonly presentation: {
      create(
        options: Options & {
          readonly presentation: object
          readonly format: readonly ('vp' | 'vp-jwt')[]
          readonly challenge: string
          readonly domain: string
        },
      ): Promise<Created>
      verify(
        options: Options & {
          readonly presentation: object | string
          readonly format: readonly ('vp' | 'vp-jwt')[]
          readonly challenge: string
          readonly domain: string
        },
      ): Promise<Verdict>
    }
  }
}
