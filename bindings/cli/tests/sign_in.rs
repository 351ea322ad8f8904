//! Signing in for real: the program waits on this computer, and the browser's part is played here.

#![allow(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};

use mimamori_sandbox::contract::Client;
use mimamori_sandbox::{Sandbox, SandboxConfig, demo_logins};
use mimamori_tests::hfs::Hfs;
use mimamori_tests::oidc::{Oidc, walk};
use mimamori_tests::skip::skip;
use tempfile::TempDir;

/// A directory of its own for a record and a vault, with Hanako in it.
struct Home(TempDir);

impl Home {
    fn new() -> Self {
        let home = Self(TempDir::new().unwrap());
        home.ok("people add 花子 --zone Asia/Tokyo");
        home.ok("vital add bp 132 85");
        home
    }

    fn command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mimamori"));
        command.env_clear().env("TZ", "Asia/Tokyo").env("LANG", "en");
        command.arg("--data").arg(self.0.path().join("data")).arg("--vault").arg(self.0.path().join("vault"));
        command.args(line.split(' '));
        command
    }

    fn run(&self, line: &str) -> Output {
        self.command(line).output().unwrap()
    }

    fn ok(&self, line: &str) -> String {
        let output = self.run(line);
        assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn json(&self, line: &str) -> serde_json::Value {
        serde_json::from_str(&self.ok(&format!("{line} --json"))).unwrap()
    }

    /// The files of the vault that hold what opens a platform, as text.
    fn tokens(&self) -> Vec<serde_json::Value> {
        let files = std::fs::read_dir(self.0.path().join("vault")).unwrap().map(|file| file.unwrap().path());
        let of_platforms: Vec<PathBuf> =
            files.filter(|file| file.file_name().unwrap().to_string_lossy().starts_with("token-")).collect();
        let secret = |file: &PathBuf| {
            let text = std::fs::read_to_string(file).unwrap();
            let digits: Vec<char> = text.lines().nth(1).unwrap().chars().collect();
            let byte = |pair: &[char]| u8::from_str_radix(&pair.iter().collect::<String>(), 16).unwrap();
            serde_json::from_slice(&digits.chunks(2).map(byte).collect::<Vec<u8>>()).unwrap()
        };
        of_platforms.iter().map(secret).collect()
    }

    /// Begins to sign in; answers the program, and the address that it wants a browser to open.
    fn begin(&self, base_url: &str, who: &str) -> (Child, String) {
        let line = format!("platform sign-in {base_url} --no-browser --as {who}");
        let mut program = self.command(&line).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut said = BufReader::new(program.stderr.take().unwrap());
        let mut url = String::new();
        while !url.starts_with("http") {
            url.clear();
            assert!(said.read_line(&mut url).unwrap() > 0, "no address was shown");
        }
        program.stderr = Some(said.into_inner());
        (program, url.trim().to_owned())
    }

    /// Signs in to the end.
    fn sign_in(&self, sandbox: &Sandbox, who: &str) -> Output {
        let (program, url) = self.begin(sandbox.base_url(), who);
        visit(&sent_to(&url));
        program.wait_with_output().unwrap()
    }
}

fn sandbox(token_seconds: i64) -> Sandbox {
    let config =
        SandboxConfig { logins: demo_logins(), access_token_seconds: token_seconds, ..SandboxConfig::default() };
    let sandbox = Sandbox::start(config).unwrap();
    sandbox.load_demo().unwrap();
    sandbox
}

/// Origin and path.
fn parts(url: &str) -> (String, String) {
    let (origin, path) = url.strip_prefix("http://").unwrap().split_once('/').unwrap();
    (format!("http://{origin}"), path.to_owned())
}

/// What a browser does at first: opens the address, and is sent on.
fn sent_to(url: &str) -> String {
    let (origin, path) = parts(url);
    Client::new(&origin, None).unwrap().get(&path).unwrap().header("location").unwrap().to_owned()
}

/// And then: it comes back. Answers the status that it is shown.
fn visit(url: &str) -> u16 {
    let (origin, path) = parts(url);
    Client::new(&origin, None).unwrap().get(&path).unwrap().status
}

#[test]
fn a_person_signs_in_syncs_for_longer_than_a_token_lives_and_takes_it_back() {
    let (home, sandbox) = (Home::new(), sandbox(1));
    let done = home.sign_in(&sandbox, "hanako");
    assert!(done.status.success());
    assert!(String::from_utf8(done.stdout).unwrap().contains("Signed in"));
    let first = home.tokens().remove(0);
    assert_eq!(home.json("sync")[0]["set_aside"], 0);

    // The token has run out by now, twice; the person does not notice.
    for _ in 0..2 {
        std::thread::sleep(std::time::Duration::from_millis(2_100));
        home.ok("vital add weight 58.2");
        let account = home.json("sync");
        assert_eq!((&account[0]["pushed"], &account[0]["pending"]), (&1.into(), &0.into()));
    }
    let last = home.tokens().remove(0);
    assert_ne!(first["refresh"], last["refresh"], "a refresh token is spent when it is used");
    assert!(home.ok("platform status").contains("In the way"));
    assert!(home.json("platform status")[0]["last_good"].is_number());

    home.ok(&format!("platform remove {}", sandbox.base_url()));
    assert!(home.tokens().is_empty());
    let origin = sandbox.base_url().trim_end_matches("/fhir");
    let refresh = last["refresh"].as_str().unwrap();
    let form = format!("grant_type=refresh_token&client_id=mimamori&refresh_token={refresh}");
    assert_eq!(post_form(origin, "/token", &form), 400, "it was given back, and is worth nothing any more");
}

/// The status of a form that is posted.
fn post_form(origin: &str, path: &str, form: &str) -> u16 {
    let authority = origin.strip_prefix("http://").unwrap();
    let mut stream = std::net::TcpStream::connect(authority).unwrap();
    let length = form.len();
    write!(
        stream,
        "POST {path} HTTP/1.1\r\nHost: {authority}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {length}\r\nConnection: close\r\n\r\n{form}"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.split(' ').nth(1).unwrap().parse().unwrap()
}

#[test]
fn what_comes_back_from_elsewhere_is_refused_and_nothing_is_kept() {
    let (home, sandbox) = (Home::new(), sandbox(300));
    let state_of = |url: &str| url.split("state=").nth(1).unwrap().split('&').next().unwrap().to_owned();
    let forged: [fn(&str, &str) -> String; 2] = [
        |url, state| url.replace(state, "somebody-elses"),
        |url, _| format!("{}iss=https%3A%2F%2Fevil.example", url.split("iss=").next().unwrap()),
    ];
    for forge in forged {
        let (program, url) = home.begin(sandbox.base_url(), "hanako");
        let back = sent_to(&url);
        visit(&forge(&back, &state_of(&back)));
        let done = program.wait_with_output().unwrap();
        assert_eq!(done.status.code(), Some(1));
        let said = String::from_utf8(done.stderr).unwrap();
        assert!(said.contains("not the sign-in that was begun here"), "{said}");
    }
    assert_eq!(home.json("platform list"), serde_json::json!([]));
    assert!(home.tokens().is_empty());

    // Whoever asks for another page is told that there is none, and the program waits on.
    let (program, url) = home.begin(sandbox.base_url(), "hanako");
    let back = sent_to(&url);
    assert_eq!(visit(&back.replace("/callback", "/elsewhere")), 404);
    assert_eq!(visit(&back), 200);
    assert!(program.wait_with_output().unwrap().status.success());
}

#[test]
fn another_persons_sign_in_does_not_take_over_a_connection() {
    let (home, sandbox) = (Home::new(), sandbox(300));
    home.ok(&format!("platform add {} --patient somebody", sandbox.base_url()));
    let done = home.sign_in(&sandbox, "hanako");
    assert_eq!(done.status.code(), Some(1));
    assert_eq!(home.json("platform list")[0]["patient"], "somebody");
    assert!(home.tokens().is_empty());
}

#[test]
fn a_platform_that_knows_no_proof_key_with_s256_is_not_signed_in_to() {
    let home = Home::new();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let server = std::thread::spawn({
        let base = base.clone();
        move || {
            let (mut stream, _) = listener.accept().unwrap();
            let _ = stream.read(&mut [0; 4096]).unwrap();
            let body = format!(
                r#"{{"authorization_endpoint":"{base}/auth","token_endpoint":"{base}/token","code_challenge_methods_supported":["plain"]}}"#
            );
            let length = body.len();
            write!(
                stream,
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
            )
            .unwrap();
        }
    });
    let done = home.run(&format!("platform sign-in {base} --no-browser"));
    server.join().unwrap();
    assert_eq!(done.status.code(), Some(1));
    let said = String::from_utf8(done.stderr).unwrap();
    assert_eq!(said.lines().count(), 1, "no address is shown: {said}");
}

#[test]
fn an_address_at_which_nobody_answers_is_told_as_that_and_nothing_is_said_to_wait() {
    let home = Home::new();
    // A port that was free a moment ago.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    for (lang, says) in [("en", "Nobody answers at this address."), ("ja", "このアドレスから応答がありません。")]
    {
        let done = home.run(&format!("platform sign-in http://127.0.0.1:{port} --no-browser --lang {lang}"));
        let said = String::from_utf8(done.stderr).unwrap();
        assert_eq!((done.status.code(), said.contains(says)), (Some(1), true), "{said}");
    }
    assert_eq!(home.json("platform list"), serde_json::json!([]));
}

/// What a browser comes back with, made of the address that it was sent to.
type Forge<'a> = Box<dyn Fn(&str) -> String + 'a>;

/// A platform of two servers that others wrote, with Hanako in it.
fn real(folder: &str, token_seconds: u32) -> Option<(Hfs, Oidc)> {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(folder);
    let Some((server, oidc)) = Hfs::with_sign_in(&folder, token_seconds) else {
        skip("signing in at oidc-provider: it or helios-hfs is not to be had");
        return None;
    };
    let client = Client::new(server.base(), Some(&oidc.operator())).unwrap();
    let patient = serde_json::json!({ "resourceType": "Patient", "id": "hanako" });
    assert_eq!(client.put("Patient/hanako", &patient).unwrap().status, 201);
    Some((server, oidc))
}

#[test]
fn a_person_signs_in_at_a_server_that_others_wrote_and_takes_it_back() {
    let Some((server, oidc)) = real("hfs-sign-in", 3_600) else { return };
    let home = Home::new();
    let (program, url) = home.begin(server.base(), "hanako");
    assert_eq!(visit(&walk(&url, "hanako")), 200);
    let done = program.wait_with_output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    assert_eq!(home.json("platform list")[0]["patient"], "hanako");
    let account = home.json("sync");
    assert_eq!((&account[0]["set_aside"], &account[0]["pending"]), (&0.into(), &0.into()), "{account}");

    // Whoever signs in again gives the first sign-in back.
    let first = home.tokens().remove(0);
    let (program, url) = home.begin(server.base(), "hanako");
    assert_eq!(visit(&walk(&url, "hanako")), 200);
    assert!(program.wait_with_output().unwrap().status.success());
    let refresh = |of: &serde_json::Value| {
        let token = of["refresh"].as_str().unwrap();
        post_form(
            oidc.issuer(),
            "/token",
            &format!("grant_type=refresh_token&client_id=mimamori&refresh_token={token}"),
        )
    };
    assert_eq!(refresh(&first), 400, "it is worth nothing any more");

    let second = home.tokens().remove(0);
    home.ok(&format!("platform remove {}", server.base()));
    assert!(home.tokens().is_empty());
    assert_eq!(refresh(&second), 400, "it was given back");
}

#[test]
fn a_server_that_others_wrote_and_the_companion_both_refuse_what_was_tampered_with() {
    let Some((server, _oidc)) = real("hfs-tampered", 3_600) else { return };
    let home = Home::new();
    let other = Oidc::start(server.base(), 300).unwrap();
    let forged: [(&str, Forge<'_>); 4] = [
        ("a state of somebody else's", Box::new(|url| replaced(&walk(url, "hanako"), "state", "somebody-elses"))),
        (
            "another issuer",
            Box::new(|url| {
                replaced(&walk(url, "hanako"), "iss", &other.issuer().replace(':', "%3A").replace('/', "%2F"))
            }),
        ),
        ("a weaker proof key", Box::new(|url| walk(&replaced(url, "code_challenge_method", "plain"), "hanako"))),
        ("no proof key", Box::new(|url| walk(&replaced(url, "code_challenge", ""), "hanako"))),
    ];
    for (what, forge) in forged {
        let (program, url) = home.begin(server.base(), "hanako");
        visit(&forge(&url));
        let done = program.wait_with_output().unwrap();
        assert_eq!(done.status.code(), Some(1), "{what}: {}", String::from_utf8_lossy(&done.stderr));
    }
    // Another address to come back to: the server shows a page of its own and sends nobody there.
    let (mut program, url) = home.begin(server.base(), "hanako");
    let elsewhere = replaced(&url, "redirect_uri", "https%3A%2F%2Fevil.example%2Fcallback");
    let (origin, path) = parts(&elsewhere);
    let answer = Client::new(&origin, None).unwrap().get(&path).unwrap();
    assert_eq!((answer.status, answer.header("location")), (400, None));
    program.kill().unwrap();
    program.wait().unwrap();
    assert_eq!(home.json("platform list"), serde_json::json!([]));
    assert!(home.tokens().is_empty());
}

/// The address with another value for one of its parameters.
fn replaced(url: &str, name: &str, value: &str) -> String {
    let (before, query) = url.split_once('?').unwrap();
    let pairs: Vec<String> = query
        .split('&')
        .map(|pair| if pair.starts_with(&format!("{name}=")) { format!("{name}={value}") } else { pair.to_owned() })
        .collect();
    assert!(query.contains(&format!("{name}=")), "{name} is not in {query}");
    format!("{before}?{}", pairs.join("&"))
}

/// A web server that is no platform: it finds nothing, and says so with a page.
fn site() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/fhir", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for mut visitor in listener.incoming().flatten() {
            let mut heard = [0_u8; 65_536];
            let _ = visitor.read(&mut heard);
            let page = "<html>Not found</html>";
            let head = format!("HTTP/1.1 404 Not Found\r\nContent-Length: {}\r\nConnection: close", page.len());
            let _ = write!(visitor, "{head}\r\n\r\n{page}");
        }
    });
    url
}

#[test]
fn what_cannot_be_a_platform_is_refused_before_anything_is_kept() {
    let home = Home::new();
    for (line, says) in [
        ("platform add fhir.example/r4 --patient 1", "no base address"),
        ("platform add https://me:secret@fhir.example/r4 --patient 1", "no base address"),
        ("platform add http://192.168.1.5/fhir --patient 1", "only https://"),
        ("platform sign-in http://fhir.example/r4", "only https://"),
        ("platform add https://fhir.example/r4 --patient 1?_count=1", "Patient id"),
        ("platform add https://fhir.example/r4 --patient 1 --caregiver", "kept here"),
    ] {
        let refused = home.run(line);
        let said = String::from_utf8(refused.stderr).unwrap();
        assert_eq!((refused.status.code(), said.lines().count()), (Some(2), 1), "{line}: {said}");
        assert!(said.contains(says) && !said.contains("secret"), "{line}: {said}");
    }
    assert_eq!(home.json("platform list"), serde_json::json!([]));
    assert!(home.ok("platform list").contains("No platform"));
    assert!(home.ok("vital list").contains("132/85"), "and the record stands");
}

#[test]
fn an_address_that_is_no_platform_and_an_id_that_is_nobody_are_told_in_words_and_nothing_is_sent() {
    let open = Sandbox::start(SandboxConfig { open_access: true, ..SandboxConfig::default() }).unwrap();
    for (url, says, ja) in [
        (site(), "no FHIR platform", "FHIRプラットフォームではありません"),
        (open.base_url().to_owned(), "no patient of this id", "このIDの患者がいません"),
    ] {
        let home = Home::new();
        home.ok(&format!("platform add {url} --patient nobody"));
        for (lang, says) in [("en", says), ("ja", ja)] {
            let failed = home.run(&format!("sync --lang {lang}"));
            let said = String::from_utf8(failed.stderr).unwrap();
            assert_eq!((failed.status.code(), said.lines().count()), (Some(1), 1), "{said}");
            assert!(said.contains(says) && said.contains(&url) && !said.contains("132"), "{said}");
        }
        let status = &home.json("platform status")[0];
        assert_eq!(
            (&status["last_good"], &status["waiting"], &status["refused"]),
            (&serde_json::Value::Null, &1.into(), &0.into())
        );
        assert_eq!(home.json("disclosures"), serde_json::json!([]));
    }
    assert!(open.resources("Observation").unwrap().is_empty());
}
