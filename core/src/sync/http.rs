//! The real network: HTTPS by rustls. Plain HTTP only to this machine, for a platform that runs on
//! it; no redirect is followed, for the token would go with it.

use std::time::Duration;

use reqwest::header::{
    ACCEPT, AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, IF_MATCH, RETRY_AFTER,
};
use reqwest::redirect::Policy;
use reqwest::{Client, Url};

use super::transport::{BoxFuture, Method, Request, Response, Transport, TransportError};
use crate::model::platform::is_loopback;

/// The largest answer that is read, bytes, unpacked.
const MOST_BYTES: usize = 64 << 20;
/// How long to wait for a connection.
const CONNECT: Duration = Duration::from_secs(10);

/// Sends requests over the network.
#[derive(Debug, Clone)]
pub struct HttpTransport {
    client: Client,
    most_bytes: usize,
}

impl HttpTransport {
    /// A transport that trusts whom the device trusts.
    ///
    /// # Errors
    /// [`TransportError::Disconnected`] when the device's certificates cannot be read.
    pub fn new() -> Result<Self, TransportError> {
        // One provider for the process; that another has been installed is fine.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .redirect(Policy::none())
            .connect_timeout(CONNECT)
            .referer(false)
            .user_agent(concat!("mimamori/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|_| TransportError::Disconnected)?;
        Ok(Self { client, most_bytes: MOST_BYTES })
    }

    async fn exchange(&self, request: Request) -> Result<Response, TransportError> {
        let url = safe_url(&request.url)?;
        let method = match request.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
        };
        let mut builder = self.client.request(method, url).timeout(request.timeout);
        builder = builder.header(ACCEPT, "application/fhir+json, application/json;q=0.9");
        if let Some(token) = &request.token {
            let mut header = reqwest::header::HeaderValue::from_str(&format!("Bearer {}", token.secret()))
                .map_err(|_| TransportError::Unsafe)?;
            header.set_sensitive(true);
            builder = builder.header(AUTHORIZATION, header);
        }
        if let Some(version) = &request.if_match {
            builder = builder.header(IF_MATCH, version);
        }
        if let Some((kind, body)) = request.body {
            builder = builder.header(CONTENT_TYPE, kind).body(body);
            if request.is_packed {
                builder = builder.header(CONTENT_ENCODING, "gzip");
            }
        }
        let mut answer = builder.send().await.map_err(|error| failure(&error))?;
        let mut response = Response {
            status: answer.status().as_u16(),
            etag: text(answer.headers(), &ETAG),
            retry_after: text(answer.headers(), &RETRY_AFTER),
            body: Vec::new(),
        };
        let most = self.most_bytes.min(request.most_bytes);
        while let Some(part) = answer.chunk().await.map_err(|error| failure(&error))? {
            if response.body.len() + part.len() > most {
                return Err(TransportError::TooLarge);
            }
            response.body.extend_from_slice(&part);
        }
        Ok(response)
    }
}

impl Transport for HttpTransport {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        Box::pin(self.exchange(request))
    }
}

fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

fn failure(error: &reqwest::Error) -> TransportError {
    if error.is_timeout() { TransportError::TimedOut } else { TransportError::Disconnected }
}

/// The URL, if a secret may be sent there.
fn safe_url(url: &str) -> Result<Url, TransportError> {
    let url = Url::parse(url).map_err(|_| TransportError::Unsafe)?;
    let host = url.host_str().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    match url.scheme() {
        "https" if !host.is_empty() => Ok(url),
        "http" if is_loopback(bare) => Ok(url),
        _ => Err(TransportError::Unsafe),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_sent_in_the_clear_to_another_machine() {
        for url in
            ["http://fhir.example/r4", "http://192.168.1.5/fhir", "http://localhost.example/", "ftp://localhost/", "x"]
        {
            assert_eq!(safe_url(url), Err(TransportError::Unsafe), "{url}");
        }
        for url in ["https://fhir.example/r4", "http://127.0.0.1:8080/fhir", "http://localhost:1/", "http://[::1]:1/"] {
            assert!(safe_url(url).is_ok(), "{url}");
        }
    }
}
