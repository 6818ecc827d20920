/** The bodies of VC-API requests, with the wire's spelling. The host refuses every other member before it calls. */
import type { StatusPurpose } from './store/port.ts'

/** `POST /credentials/issue` */
export interface IssueCredentialRequest {
  readonly credential: Readonly<Record<string, unknown>>
  readonly options?: {
    readonly credentialId?: string
    /**
     * JSON pointers to what a holder must always disclose; for forms of selective disclosure only. What a verifier needs
     * to judge the credential is mandatory in any case. Of an SD-JWT VC they point into its claims, also where the request
     * names them as the members of a VCDM credential.
     */
    readonly mandatoryPointers?: readonly string[]
    /** Older callers name the proof they expect; it must be the instance's. */
    readonly type?: string
    readonly cryptosuite?: string
  }
}

/** `POST /credentials/status` */
export interface UpdateStatusRequest {
  readonly credentialId: string
  readonly credentialStatus: {
    readonly type: string
    readonly statusPurpose: string
    readonly id?: string
    readonly statusListIndex?: string
    readonly statusListCredential?: string
  }
  readonly status: boolean
}

/** `POST /status-lists` */
export interface CreateStatusListRequest {
  readonly statusPurpose: StatusPurpose
}

/** `POST /credentials/verify` */
export interface VerifyCredentialRequest {
  /** A credential with an embedded proof, an EnvelopedVerifiableCredential, or a compact token. */
  readonly verifiableCredential: Readonly<Record<string, unknown>> | string
  readonly options?: {
    readonly returnResults?: boolean
    readonly returnProblemDetails?: boolean
    readonly returnCredential?: boolean
    /** Older callers list the checks they want. All checks are always made. */
    readonly checks?: readonly string[]
  }
}

/** `POST /presentations/verify`: exactly one of the two members. */
export interface VerifyPresentationRequest {
  readonly verifiablePresentation?: Readonly<Record<string, unknown>> | string
  /** A presentation without a proof: only the credentials in it are verified. */
  readonly presentation?: Readonly<Record<string, unknown>>
  readonly options?: {
    readonly challenge?: string
    readonly domain?: string
    readonly returnPresentation?: boolean
    readonly returnResults?: boolean
    readonly returnProblemDetails?: boolean
    readonly checks?: readonly string[]
  }
}

/** `POST /credentials/derive` */
export interface DeriveCredentialRequest {
  /** A credential with a base proof, an enveloped SD-JWT, or an SD-JWT as it is. */
  readonly verifiableCredential: Readonly<Record<string, unknown>> | string
  readonly options?: {
    /** JSON pointers to what is disclosed, besides what the issuer made mandatory. */
    readonly selectivePointers?: readonly string[]
  }
}

/** `POST /presentations` */
export interface CreatePresentationRequest {
  readonly presentation: Readonly<Record<string, unknown>>
  readonly options?: {
    readonly type?: string
    readonly cryptosuite?: string
    readonly verificationMethod?: string
    /** `authentication` unless given. */
    readonly proofPurpose?: 'authentication' | 'assertionMethod'
    /** xsd:dateTimeStamp; now unless given. */
    readonly created?: string
    readonly challenge?: string
    readonly domain?: string
  }
}
