import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  chargingStationOf,
  createChargingStationCredential,
  METER_CURVE_NAMES,
  readStationRegister,
} from '../../src/index.ts'
import { specBytes, specText } from '../support/spec-files.ts'
import { createTestMeter } from '../support/test-meter.ts'

const SAMPLE = 'data/energy/lsr-bnetza/ladesaeulenregister-2019-07-19-50hertz-area-sample.csv'
const HEADER = specText(SAMPLE).split('\r\n')[0] as string
const COLUMNS = HEADER.split(',')
const REFUSED = expect.objectContaining({ code: 'invalid_register' })

/** A good row of two connectors. */
const GOOD = {
  Betreiber: 'Stadtwerke Muster GmbH',
  Adresse: 'Musterstraße 1',
  'Postleitzahl Ort': '10115 Berlin',
  Bundesland: 'Berlin',
  'Längengrad [DG]': '13.368842',
  'Breitengrad [DG]': '52.535955',
  Inbetriebnahmedatum: '2018-11-28',
  'Anschlussleistung [kW]': '44',
  'Art der Ladeeinrichtung': 'Normalladeeinrichtung',
  'Anzahl Ladepunkte': '2',
  Steckertypen1: 'AC Steckdose Typ 2',
  'P1 [kW]': '22',
  Steckertypen2: 'AC Steckdose Typ 2, AC Schuko',
  'P2 [kW]': '22',
}

/** Connectors that could give 24 MW together. */
const MEGAWATTS = Object.fromEntries(
  [1, 2, 3, 4].flatMap((n) => [
    [`Steckertypen${n}`, Array(6).fill('DC Kupplung Combo').join(', ')],
    [`P${n} [kW]`, '1000'],
  ]),
)

function csv(rows: readonly Readonly<Record<string, string>>[], header = HEADER, separator = ','): string {
  const names = header.split(separator)
  const lines = rows.map((row) => names.map((name) => `"${(row[name] ?? '').replaceAll('"', '""')}"`).join(separator))
  return [header, ...lines].join('\r\n')
}

const withChange = (changes: Readonly<Record<string, string>>) => readStationRegister(csv([{ ...GOOD, ...changes }]))

describe('the register of 2019 in the 50Hertz area', () => {
  const { accepted, refused } = readStationRegister(specBytes(SAMPLE))

  it('every one of the 123 rows is accepted or refused', () => {
    expect([accepted.length, refused.length]).toEqual([120, 3])
    const lines = [...accepted, ...refused].map(({ line }) => line).toSorted((a, b) => a - b)
    expect(lines).toEqual(Array.from({ length: 123 }, (_, i) => i + 2))
  })

  it('three stations have published keys that are on no curve', () => {
    expect(refused).toEqual(
      [3, 12, 14].map((line) => ({ line, field: 'Public Key1', code: 'bad_key', reason: expect.any(String) })),
    )
  })

  it('the 31 keys of the others are on secp192r1, each of its own meter', () => {
    const keys = accepted.flatMap(({ connectors }) =>
      connectors.flatMap(({ meterKey }) => (meterKey ? [meterKey] : [])),
    )
    expect(keys).toHaveLength(31)
    expect(new Set(keys.map(({ thumbprint }) => thumbprint)).size).toBe(keys.length)
    expect(new Set(keys.map(({ curve }) => curve))).toEqual(new Set(['secp192r1']))
  })

  it('a row is read with its figures in watts', () => {
    expect(accepted[0]).toMatchObject({
      line: 2,
      operator: 'Stadtwerke Glauchau Dienstlesitungsgesellschaft mbH',
      address: 'Sachsenallee 65',
      postalCode: '08371',
      city: 'Glauchau',
      state: 'Sachsen',
      coordinates: { latitude: 50.826807, longitude: 12.520004 },
      commissionedOn: '2018-11-28',
      connectionPowerWatts: 44_000,
      kind: 'normal',
      chargingPoints: 2,
      connectors: [
        { number: 1, maxPowerWatts: 22_000, plugs: [{ standard: 'IEC_62196_T2', powerType: 'AC_3_PHASE' }] },
        {},
      ],
    })
  })
})

describe('a row', () => {
  it('that is good is accepted', () => expect(withChange({})).toMatchObject({ accepted: [{ line: 2 }], refused: [] }))

  it('of the largest site is accepted', () => {
    expect(withChange({ ...MEGAWATTS, 'Anschlussleistung [kW]': '20000' }).refused).toEqual([])
  })

  it.each([
    ['no operator', { Betreiber: ' ' }, 'missing_value', 'Betreiber'],
    ['no address', { Adresse: '' }, 'missing_value', 'Adresse'],
    ['a text without end', { Adresse: 'x'.repeat(257) }, 'malformed_value', 'Adresse'],
    ['a postal code of four digits', { 'Postleitzahl Ort': '1011 Berlin' }, 'malformed_value', 'Postleitzahl Ort'],
    ['a latitude that is no number', { 'Breitengrad [DG]': '52°32' }, 'malformed_number', 'Breitengrad [DG]'],
    ['coordinates outside Germany', { 'Längengrad [DG]': '3.729944' }, 'coordinates_outside', 'Breitengrad [DG]'],
    [
      'swapped coordinates',
      { 'Längengrad [DG]': '52.5', 'Breitengrad [DG]': '13.3' },
      'coordinates_swapped',
      'Breitengrad [DG]',
    ],
    ['a date that does not exist', { Inbetriebnahmedatum: '2018-02-30' }, 'malformed_date', 'Inbetriebnahmedatum'],
    ['a date of another form', { Inbetriebnahmedatum: '43432' }, 'malformed_date', 'Inbetriebnahmedatum'],
    ['a power that is no number', { 'Anschlussleistung [kW]': '44 kW' }, 'malformed_number', 'Anschlussleistung [kW]'],
    [
      'a power with a thousands separator',
      { 'Anschlussleistung [kW]': '1.044,5' },
      'malformed_number',
      'Anschlussleistung [kW]',
    ],
    ['no power', { 'Anschlussleistung [kW]': '0' }, 'impossible_power', 'Anschlussleistung [kW]'],
    ['a negative power', { 'P1 [kW]': '-22' }, 'impossible_power', 'P1 [kW]'],
    [
      'more power than any site',
      { ...MEGAWATTS, 'Anschlussleistung [kW]': '20001' },
      'impossible_power',
      'Anschlussleistung [kW]',
    ],
    ['seven plugs', { Steckertypen1: Array(7).fill('AC Schuko').join(', ') }, 'unknown_plug', 'Steckertypen1'],
    [
      'more power than its connectors',
      { 'Anschlussleistung [kW]': '144' },
      'impossible_power',
      'Anschlussleistung [kW]',
    ],
    ['less power than a connector', { 'Anschlussleistung [kW]': '11' }, 'impossible_power', 'Anschlussleistung [kW]'],
    ['more power than fits through a plug', { 'P1 [kW]': '50' }, 'impossible_power', 'P1 [kW]'],
    ['an unknown kind', { 'Art der Ladeeinrichtung': 'Ladeeinrichtung' }, 'malformed_value', 'Art der Ladeeinrichtung'],
    ['no charging point', { 'Anzahl Ladepunkte': '0' }, 'malformed_number', 'Anzahl Ladepunkte'],
    ['an unknown plug', { Steckertypen1: 'AC Steckdose Typ 9' }, 'unknown_plug', 'Steckertypen1'],
    ['a connector without a plug', { Steckertypen1: '' }, 'missing_value', 'Steckertypen1'],
    [
      'no connector at all',
      { Steckertypen1: '', 'P1 [kW]': '', Steckertypen2: '', 'P2 [kW]': '' },
      'missing_value',
      'Steckertypen1',
    ],
    ['a key of other characters', { 'Public Key1': 'xyz' }, 'bad_key', 'Public Key1'],
    ['a key that is too short', { 'Public Key2': 'b100be04' }, 'bad_key', 'Public Key2'],
  ])('with %s is refused', (_, changes, code, field) => {
    expect(withChange(changes)).toEqual({
      accepted: [],
      refused: [{ line: 2, code, field, reason: expect.any(String) }],
    })
  })

  it('of another width, or with a stray quote, is refused; the next is read', () => {
    const [, good] = csv([GOOD]).split('\r\n')
    const { accepted, refused } = readStationRegister([HEADER, 'a,b', `x${good}`, good].join('\n'))
    expect(refused.map(({ line, code }) => [line, code])).toEqual([
      [2, 'malformed_row'],
      [3, 'malformed_row'],
    ])
    expect(accepted.map(({ line }) => line)).toEqual([4])
  })

  it('with a key on any curve of OCMF is accepted', () => {
    for (const curve of METER_CURVE_NAMES) {
      const { key } = createTestMeter(curve)
      const { accepted } = withChange({ 'Public Key1': key.publicKeyHex.toUpperCase() })
      expect(accepted[0]?.connectors[0].meterKey).toEqual(key)
    }
  })

  it('with the key of an earlier station is refused; two connectors of one station may share a meter', () => {
    const key = createTestMeter('secp192r1').key.publicKeyHex
    const rows = [
      { ...GOOD, 'Public Key1': key, 'Public Key2': key },
      { ...GOOD, 'Public Key2': key },
    ]
    const { accepted, refused } = readStationRegister(csv(rows))
    expect(accepted).toHaveLength(1)
    expect(refused).toMatchObject([{ line: 3, code: 'duplicate_key', field: 'Public Key2' }])
  })
})

describe('a register', () => {
  it('may have a byte order mark, semicolons, decimal commas, German dates, and text above the header', () => {
    const header = COLUMNS.join(';')
    const row = {
      ...GOOD,
      'Längengrad [DG]': '13,368842',
      'Breitengrad [DG]': '52,535955',
      Inbetriebnahmedatum: '28.11.2018',
      'P1 [kW]': '3,7',
      Steckertypen1: 'AC Schuko',
    }
    const { accepted } = readStationRegister(
      `\ufeffLadesäulenregister\r\nStand: heute;;\r\n\r\n${csv([row], header, ';')}`,
    )
    expect(accepted).toMatchObject([
      {
        line: 5,
        commissionedOn: '2018-11-28',
        coordinates: { latitude: 52.535955 },
        connectors: [{ maxPowerWatts: 3_700 }, {}],
      },
    ])
  })

  it('of a later edition has street, house number and EVSE-IDs in columns of their own', () => {
    const header =
      'Betreiber;Straße;Hausnummer;Postleitzahl;Ort;Bundesland;Breitengrad;Längengrad;Inbetriebnahmedatum;Nennleistung Ladeeinrichtung [kW];Art der Ladeeinrichtung;Anzahl Ladepunkte;Steckertypen1;Nennleistung Stecker1;EVSE-ID1;Public Key1'
    const row = {
      ...GOOD,
      Straße: 'Musterstraße',
      Hausnummer: '1a',
      Postleitzahl: '10115',
      Ort: 'Berlin',
      Breitengrad: '52,5',
      Längengrad: '13,3',
      'Nennleistung Ladeeinrichtung [kW]': '22',
      'Nennleistung Stecker1': '22',
      'EVSE-ID1': 'de*bdo*e8025334492*2',
    }
    expect(readStationRegister(csv([row], header, ';')).accepted).toMatchObject([
      { address: 'Musterstraße 1a', city: 'Berlin', connectors: [{ evseId: 'DE*BDO*E8025334492*2' }] },
    ])
    const malformed = { ...row, 'EVSE-ID1': 'DE*BDO*8025334492' }
    expect(readStationRegister(csv([malformed], header, ';')).refused).toMatchObject([
      { code: 'malformed_identifier', field: 'EVSE-ID1' },
    ])
  })

  it('without its header, not in UTF-8, or too large, cannot be read', () => {
    expect(() => readStationRegister('a,b\r\n1,2\r\n')).toThrow(REFUSED)
    expect(() => readStationRegister('')).toThrow(REFUSED)
    expect(() => readStationRegister(Buffer.from(csv([GOOD]), 'latin1'))).toThrow(REFUSED)
    expect(() => readStationRegister(csv([GOOD]), { maxBytes: 100 })).toThrow(REFUSED)
  })

  it('whatever its cells hold, every row is in exactly one list; the accepted ones make valid credentials', () => {
    const cell = fc.oneof(
      fc.string(),
      fc.constantFrom(...Object.values(GOOD)),
      fc.constantFrom('"', '\r\n', '-1', '1e9'),
    )
    const row = fc.dictionary(fc.constantFrom(...COLUMNS), cell).map((changes) => ({ ...GOOD, ...changes }))
    fc.assert(
      fc.property(fc.array(row, { maxLength: 5 }), (rows) => {
        const { accepted, refused } = readStationRegister(csv(rows))
        expect(accepted.length + refused.length).toBe(rows.length)
        expect(refused.every(({ reason }) => reason !== '')).toBe(true)
        for (const each of accepted) {
          const subject = chargingStationOf(each, 'did:web:cpo.example:evse:1')
          createChargingStationCredential({ issuer: 'did:web:cpo.example', validFrom: new Date(0), subject })
        }
      }),
    )
  })
})
