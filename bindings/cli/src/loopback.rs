//! Where the browser comes back to after signing in: an address on this computer, open for one sign-in
//! (RFC 8252, section 7.3).

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::time::{Duration, Instant};

/// What a browser's request may take.
const HEAD: usize = 16 * 1024;
/// How long a browser may take to say it.
const PATIENCE: Duration = Duration::from_secs(2);
/// How often it is looked whether somebody has come.
const LOOK: Duration = Duration::from_millis(50);
const PATH: &str = "/callback";

/// An address that waits for a browser.
pub(crate) struct Loopback {
    listener: TcpListener,
    origin: String,
}

/// A browser that came back, and waits for a page.
pub(crate) struct Visit {
    stream: TcpStream,
    /// The whole address that it was sent to.
    pub(crate) url: String,
}

impl Loopback {
    /// Opens an address on a free port.
    pub(crate) fn open() -> std::io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let origin = format!("http://{}", listener.local_addr()?);
        Ok(Self { listener, origin })
    }

    /// Where the platform is to send the browser to.
    pub(crate) fn redirect_uri(&self) -> String {
        format!("{}{PATH}", self.origin)
    }

    /// Waits for the browser; `None` when nobody came within `time`, or `stop` says so. Whatever
    /// else asks here (a browser looks for an icon) is answered that there is nothing.
    pub(crate) fn wait(&self, time: Duration, stop: impl Fn() -> bool) -> Option<Visit> {
        let end = Instant::now() + time;
        while Instant::now() < end && !stop() {
            match self.listener.accept() {
                Ok((stream, _)) => {
                    if let Some(visit) = self.greet(stream) {
                        return Some(visit);
                    }
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => std::thread::sleep(LOOK),
                Err(_) => return None,
            }
        }
        None
    }

    fn greet(&self, mut stream: TcpStream) -> Option<Visit> {
        stream.set_nonblocking(false).ok()?;
        stream.set_read_timeout(Some(PATIENCE)).ok()?;
        stream.set_write_timeout(Some(PATIENCE)).ok()?;
        let head = head(&mut stream)?;
        let target = head.lines().next().and_then(|line| line.strip_prefix("GET ")?.split(' ').next());
        match target {
            Some(target) if target.split('?').next() == Some(PATH) => {
                Some(Visit { stream, url: format!("{}{target}", self.origin) })
            }
            _ => {
                say(&mut stream, "404 Not Found", "");
                None
            }
        }
    }
}

impl Visit {
    /// Shows `text` to whoever sits before the browser.
    pub(crate) fn show(mut self, text: &str) {
        let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
        let page = format!(
            "<!doctype html><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
             <title>Mimamori</title><p>{escaped}</p>"
        );
        say(&mut self.stream, "200 OK", &page);
    }
}

/// The head of a request, as far as it came in time; `None` when it is none.
fn head(stream: &mut TcpStream) -> Option<String> {
    let until = Instant::now() + PATIENCE;
    let mut head = Vec::new();
    let mut part = [0; 1024];
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        let read = stream.read(&mut part).ok()?;
        if read == 0 || head.len() > HEAD || Instant::now() > until {
            return None;
        }
        head.extend_from_slice(part.get(..read)?);
    }
    String::from_utf8(head).ok()
}

/// Answers and closes. The page holds nothing secret, but its address did: nobody is told of it.
fn say(stream: &mut TcpStream, status: &str, page: &str) {
    let length = page.len();
    let answer = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {length}\r\n\
         Content-Security-Policy: default-src 'none'\r\nReferrer-Policy: no-referrer\r\nCache-Control: no-store\r\n\
         Connection: close\r\n\r\n{page}"
    );
    // A browser that has gone again misses a line of text.
    let _ = stream.write_all(answer.as_bytes());
}

/// Asks the system to open `url` in the person's browser. Whether it did cannot be known: the address
/// is shown as well.
pub(crate) fn open_browser(url: &str) {
    use std::process::{Command, Stdio};
    let mut command = if cfg!(target_os = "macos") {
        Command::new("open")
    } else if cfg!(windows) {
        let mut command = Command::new("rundll32");
        command.arg("url.dll,FileProtocolHandler");
        command
    } else {
        Command::new("xdg-open")
    };
    let _ = command.arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
}
