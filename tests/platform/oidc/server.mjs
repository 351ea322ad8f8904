// Who signs people in, in tests: OpenID Connect with PKCE and SMART scopes, at http://127.0.0.1:PORT.
// Any name and any password are taken. The name is the id of the Patient whose record is opened; `who:patient` is
// somebody who signs in on behalf of that patient: `who` is the id of a RelatedPerson, or another `Type/id`. Where the
// FHIR server tells what somebody may do by the patient's consents, that is the scope which the token's answer names.
//
// Environment: PORT; FHIR, the base that tokens are for; TOKEN_SECONDS, how long an access token lives.
import { generateKeyPairSync } from 'node:crypto';
import http from 'node:http';
import { Provider } from 'oidc-provider';

const port = Number(process.env.PORT);
const issuer = `http://127.0.0.1:${port}`;
const fhir = process.env.FHIR;
const seconds = Number(process.env.TOKEN_SECONDS || 300);

const types = ['*', 'Observation', 'Condition', 'Flag', 'Goal', 'MedicationStatement', 'Patient'];
const vitalSigns = 'http://terminology.hl7.org/CodeSystem/observation-category|vital-signs';
const ofPatients = [
  ...types.flatMap((type) => ['rs', 'cruds', 'read', 'write', '*'].map((verbs) => `patient/${type}.${verbs}`)),
  `patient/Observation.rs?category=${vitalSigns}`,
];
const common = ['openid', 'offline_access', 'fhirUser', 'launch/patient'];

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const native = {
  application_type: 'native',
  token_endpoint_auth_method: 'none',
  // Any port of this computer: RFC 8252, section 7.3.
  redirect_uris: ['http://127.0.0.1/callback'],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
};

const patientOf = (account) => account.split(':').at(-1);
const userOf = (account) => {
  if (!account.includes(':')) return `Patient/${account}`;
  const who = account.split(':')[0];
  return who.includes('/') ? who : `RelatedPerson/${who}`;
};

// The scopes that somebody else than the patient has by the patient's consents; undefined where nobody tells.
const leaveOf = async (account) => {
  if (!account.includes(':')) return undefined;
  const query = new URLSearchParams({ patient: patientOf(account), user: userOf(account) });
  const answer = await fetch(`${fhir}/.well-known/leave?${query}`).catch(() => undefined);
  return answer?.ok && answer.headers.get('content-type')?.startsWith('text/plain') ? answer.text() : undefined;
};

const provider = new Provider(issuer, {
  clients: [
    { ...native, client_id: 'mimamori', scope: [...common, ...ofPatients].join(' ') },
    // The suites that make patients of their own.
    { ...native, client_id: 'operator', scope: [...common, 'user/*.cruds'].join(' ') },
  ],
  jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'test', use: 'sig', alg: 'RS256' }] },
  scopes: [...common, ...ofPatients, 'user/*.cruds'],
  claims: { openid: ['sub'], fhirUser: ['fhirUser'] },
  pkce: { required: () => true },
  extraParams: ['aud', 'launch'],
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, fhirUser: `${fhir}/${userOf(id)}` }),
  }),
  features: {
    devInteractions: { enabled: true },
    revocation: { enabled: true },
    introspection: { enabled: true },
    resourceIndicators: {
      enabled: true,
      // SMART names the resource `aud`, RFC 8707 `resource`: there is only one here.
      defaultResource: () => fhir,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope: [...ofPatients, 'user/*.cruds'].join(' '),
        audience: fhir,
        accessTokenTTL: seconds,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
  extraTokenClaims: (_, token) => ({ patient: patientOf(token.accountId), fhirUser: userOf(token.accountId) }),
  issueRefreshToken: (_, client, code) =>
    client.grantTypeAllowed('refresh_token') && code.scopes.has('offline_access'),
  rotateRefreshToken: true,
  ttl: { AccessToken: seconds, Grant: 86_400, IdToken: 3_600, Interaction: 3_600, RefreshToken: 86_400, Session: 86_400 },
  cookies: { keys: ['only for tests'] },
});

// SMART: the answer of the token endpoint names the patient.
provider.use(async (ctx, next) => {
  await next();
  if (ctx.oidc?.route === 'token' && ctx.body?.access_token) {
    const account = ctx.oidc.entities.Account.accountId;
    ctx.body.patient = patientOf(account);
    const leave = await leaveOf(account);
    if (leave !== undefined) ctx.body.scope = `openid launch/patient ${leave}`.trim();
  }
});

const configuration = JSON.stringify({
  issuer,
  jwks_uri: `${issuer}/jwks`,
  authorization_endpoint: `${issuer}/auth`,
  token_endpoint: `${issuer}/token`,
  revocation_endpoint: `${issuer}/token/revocation`,
  introspection_endpoint: `${issuer}/token/introspection`,
  code_challenge_methods_supported: ['S256'],
  grant_types_supported: ['authorization_code', 'refresh_token'],
  authorization_response_iss_parameter_supported: true,
  scopes_supported: [...common, ...ofPatients],
  capabilities: [
    'launch-standalone',
    'client-public',
    'context-standalone-patient',
    'permission-patient',
    'permission-offline',
    'permission-v1',
    'permission-v2',
    'sso-openid-connect',
  ],
});

const answer = provider.callback();
const server = http.createServer((request, response) => {
  if (request.url === '/.well-known/smart-configuration') {
    response.setHeader('content-type', 'application/json');
    response.end(configuration);
  } else {
    answer(request, response);
  }
});
server.listen(port, '127.0.0.1', () => console.log('READY'));
