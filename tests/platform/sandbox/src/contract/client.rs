//! A plain HTTP/1.1 client on one socket a request: it sees what a library would hide, such as an answer that was cut.

use std::io::{self, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;

/// Bytes of an answer that are read at most.
const ANSWER_LIMIT: u64 = 256 << 20;

/// Talks to one FHIR server.
#[derive(Debug, Clone)]
pub struct Client {
    /// `host:port`.
    authority: String,
    /// Path of the FHIR base, without a slash at its end.
    prefix: String,
    token: Option<String>,
}

/// An answer that arrived whole.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as JSON; `Null` when it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// A header by its lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The resources of a searchset or history bundle.
    pub fn resources(&self) -> Vec<Value> {
        let body = self.json();
        let entries = body.get("entry").and_then(Value::as_array).cloned().unwrap_or_default();
        entries.into_iter().filter_map(|mut entry| entry.get_mut("resource").map(Value::take)).collect()
    }

    /// The address of the bundle's next page.
    pub fn next(&self) -> Option<String> {
        let body = self.json();
        let links = body.get("link")?.as_array()?;
        let next = links.iter().find(|link| link.get("relation").and_then(Value::as_str) == Some("next"))?;
        Some(next.get("url")?.as_str()?.to_owned())
    }
}

impl Client {
    /// `base` is `http://host:port/path`; only plain HTTP is spoken.
    ///
    /// # Errors
    /// When `base` is not such an address.
    pub fn new(base: &str, token: Option<&str>) -> io::Result<Self> {
        let rest = base
            .strip_prefix("http://")
            .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "the base is not http://"))?;
        let (authority, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let prefix = prefix.trim_matches('/');
        Ok(Self {
            authority: authority.to_owned(),
            prefix: if prefix.is_empty() { String::new() } else { format!("/{prefix}") },
            token: token.map(str::to_owned),
        })
    }

    /// The same server, with another token.
    #[must_use]
    pub fn with_token(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    /// # Errors
    /// When the connection fails or the answer is cut.
    pub fn get(&self, path: &str) -> io::Result<Answer> {
        self.send("GET", path, &[], &[])
    }

    /// # Errors
    /// When the connection fails or the answer is cut.
    pub fn post(&self, path: &str, resource: &Value) -> io::Result<Answer> {
        self.write("POST", path, resource, &[])
    }

    /// # Errors
    /// When the connection fails or the answer is cut.
    pub fn put(&self, path: &str, resource: &Value) -> io::Result<Answer> {
        self.write("PUT", path, resource, &[])
    }

    /// # Errors
    /// When the connection fails or the answer is cut.
    pub fn delete(&self, path: &str) -> io::Result<Answer> {
        self.send("DELETE", path, &[], &[])
    }

    /// Sends a resource.
    ///
    /// # Errors
    /// When the connection fails or the answer is cut.
    pub fn write(&self, method: &str, path: &str, resource: &Value, headers: &[(&str, &str)]) -> io::Result<Answer> {
        let mut all = vec![("Content-Type", "application/fhir+json")];
        all.extend_from_slice(headers);
        self.send(method, path, &all, resource.to_string().as_bytes())
    }

    /// Sends anything. `path` is relative to the base, absolute on the server with a leading slash, or a whole address.
    ///
    /// # Errors
    /// When the connection fails, or the answer ends before its length says ([`io::ErrorKind::UnexpectedEof`]).
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> io::Result<Answer> {
        let target = if let Some(rest) = path.strip_prefix("http://") {
            rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/").to_owned()
        } else if path.starts_with('/') {
            path.to_owned()
        } else {
            format!("{}/{path}", self.prefix)
        };
        let mut head = format!("{method} {target} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n", self.authority);
        if let Some(token) = &self.token {
            head.push_str(&format!("Authorization: Bearer {token}\r\n"));
        }
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str(&format!("Accept: application/fhir+json\r\nContent-Length: {}\r\n\r\n", body.len()));
        let mut stream = TcpStream::connect(&self.authority)?;
        stream.set_read_timeout(Some(Duration::from_secs(120)))?;
        stream.set_nodelay(true)?;
        let mut message = head.into_bytes();
        message.extend_from_slice(body);
        stream.write_all(&message)?;
        let mut answer = Vec::new();
        stream.take(ANSWER_LIMIT).read_to_end(&mut answer)?;
        read_answer(&answer)
    }
}

fn read_answer(bytes: &[u8]) -> io::Result<Answer> {
    let cut = || io::Error::new(io::ErrorKind::UnexpectedEof, "the answer was cut");
    let blank = bytes.windows(4).position(|window| window == b"\r\n\r\n").ok_or_else(cut)?;
    let head = String::from_utf8_lossy(bytes.get(..blank).unwrap_or_default()).into_owned();
    let mut body = bytes.get(blank + 4..).unwrap_or_default().to_vec();
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).ok_or_else(cut)?;
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let header = |name: &str| headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    if header("transfer-encoding") == Some("chunked") {
        body = unchunked(&body).ok_or_else(cut)?;
    } else if let Some(length) = header("content-length").and_then(|length| length.parse::<usize>().ok())
        && body.len() < length
    {
        return Err(cut());
    }
    Ok(Answer { status, headers, body })
}

fn unchunked(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    loop {
        let line = rest.windows(2).position(|window| window == b"\r\n")?;
        let size = std::str::from_utf8(rest.get(..line)?).ok()?;
        let size = usize::from_str_radix(size.split(';').next()?.trim(), 16).ok()?;
        rest = rest.get(line + 2..)?;
        if size == 0 {
            return Some(out);
        }
        out.extend_from_slice(rest.get(..size)?);
        rest = rest.get(size.checked_add(2)?..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_that_is_shorter_than_it_says_is_an_error() {
        let whole = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabcd";
        assert_eq!(read_answer(whole).unwrap().body, b"abcd");
        for length in 0..whole.len() {
            assert!(read_answer(&whole[..length]).is_err());
        }
        let chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n";
        assert_eq!(read_answer(chunked).unwrap().body, b"abcd");
        assert!(read_answer(&chunked[..chunked.len() - 8]).is_err());
    }
}
