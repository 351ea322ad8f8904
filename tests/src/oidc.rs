//! Who signs people in, for servers that ask for tokens: oidc-provider, an OpenID Connect server that
//! others wrote. `cargo xtask test` puts it into the cache; the browser's part is played here.

#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on says why")]

use std::collections::BTreeMap;

use mimamori::sync::http::HttpTransport;
use mimamori::sync::sign_in::{Application, Configuration, SignIn, Tokens, discover};
use mimamori_sandbox::contract::{Answer, Client};

use crate::running::{Running, free_port, script};

/// Pages of one sign-in, at most: the way in, a page for the name, one for leave, and back.
const MOST_STEPS: usize = 20;

/// The running server; it ends when dropped.
#[derive(Debug)]
pub struct Oidc {
    _running: Running,
    issuer: String,
    fhir: String,
}

impl Oidc {
    /// Starts it for the FHIR server at `fhir`; `None` where it is not to be had.
    ///
    /// # Panics
    /// When it is there and does not start.
    #[must_use]
    pub fn start(fhir: &str, token_seconds: u32) -> Option<Self> {
        std::env::var_os("MIMAMORI_OIDC")?;
        let port = free_port();
        let (number, seconds) = (port.to_string(), token_seconds.to_string());
        let environment = [("PORT", number.as_str()), ("FHIR", fhir), ("TOKEN_SECONDS", &seconds)];
        let mut running = Running::start("oidc-provider", &script("oidc/start"), &[], &environment);
        let issuer = format!("http://127.0.0.1:{port}");
        let client = Client::new(&issuer, None).expect("an address");
        running.wait_until(|| client.get(".well-known/smart-configuration").is_ok_and(|answer| answer.status == 200));
        Some(Self { _running: running, issuer, fhir: fhir.to_owned() })
    }

    /// Its address, which is its name.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Where people sign in, as it says itself.
    ///
    /// # Panics
    /// When it does not say.
    #[must_use]
    pub fn configuration(&self) -> Configuration {
        discover(&HttpTransport::new().expect("a network"), &self.issuer).expect("a configuration")
    }

    /// Signs `account` in, as the companion does: what it may do is `scopes`.
    ///
    /// # Panics
    /// When that fails.
    #[must_use]
    pub fn sign_in(&self, client_id: &str, account: &str, scopes: &str) -> Tokens {
        let application = Application {
            client_id,
            redirect_uri: "http://127.0.0.1:9/callback",
            scopes,
            base_url: &self.fhir,
            login_hint: None,
        };
        let sign_in = SignIn::begin(&self.configuration(), &application).expect("a sign-in");
        let back = walk(sign_in.url(), account);
        sign_in.finish(&HttpTransport::new().expect("a network"), &back).expect("tokens")
    }

    /// A token that may do everything, for suites that make patients of their own.
    #[must_use]
    pub fn operator(&self) -> String {
        self.sign_in("operator", "operator", "openid user/*.cruds").access.secret().to_owned()
    }
}

/// What a browser and the person before it do: opens `url`, says who it is, gives leave. Answers the
/// address that it is sent back to.
///
/// # Panics
/// When the pages lead nowhere.
#[must_use]
pub fn walk(url: &str, account: &str) -> String {
    let (origin, _) = parts(url);
    let client = Client::new(&origin, None).expect("an address");
    let mut cookies = BTreeMap::new();
    let mut at = url.to_owned();
    let mut answer = send(&client, &mut cookies, "GET", &at, "");
    for _ in 0..MOST_STEPS {
        if let Some(location) = answer.header("location") {
            at = if location.starts_with('/') { format!("{origin}{location}") } else { location.to_owned() };
            if !at.starts_with(&origin) {
                return at;
            }
            answer = send(&client, &mut cookies, "GET", &at, "");
        } else {
            let page = String::from_utf8_lossy(&answer.body).into_owned();
            let asked = page.split("name=\"prompt\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
            let Some(asked) = asked else { panic!("a page that asks for nothing: {} {page}", answer.status) };
            let form = format!("prompt={asked}&login={}&password=x", account.replace(':', "%3A").replace('/', "%2F"));
            answer = send(&client, &mut cookies, "POST", &at, &form);
        }
    }
    panic!("the pages do not end")
}

fn send(client: &Client, cookies: &mut BTreeMap<String, String>, method: &str, url: &str, form: &str) -> Answer {
    let cookie: Vec<String> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let cookie = cookie.join("; ");
    let headers = [("Cookie", cookie.as_str()), ("Content-Type", "application/x-www-form-urlencoded")];
    let answer = client.send(method, &parts(url).1, &headers, form.as_bytes()).expect("an answer");
    for (_, set) in answer.headers.iter().filter(|(name, _)| name == "set-cookie") {
        if let Some((name, value)) = set.split(';').next().and_then(|pair| pair.split_once('=')) {
            cookies.insert(name.to_owned(), value.to_owned());
        }
    }
    answer
}

/// Origin, and path with its slash.
fn parts(url: &str) -> (String, String) {
    let rest = url.strip_prefix("http://").expect("plain HTTP on this computer");
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    (format!("http://{authority}"), format!("/{path}"))
}
