//! The port to the network: one request, one answer. Everything above it is tested with a scripted
//! one; [`http`](super::http) is the real one.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;

use super::token::AccessToken;

/// A future that a port answers with.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Read.
    Get,
    /// Send a bundle or a form.
    Post,
    /// Put a resource at its id.
    Put,
}

impl Method {
    /// As HTTP spells it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
        }
    }
}

/// A request. Its `Debug` shows neither the address, which names a patient, nor the body.
#[derive(Clone)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The absolute URL.
    pub url: String,
    /// Who asks; nobody at a public address such as the server's metadata.
    pub token: Option<AccessToken>,
    /// The version that a `PUT` replaces, as `If-Match` wants it.
    pub if_match: Option<String>,
    /// What kind of body it is, and the body.
    pub body: Option<(&'static str, Bytes)>,
    /// The body is packed with gzip.
    pub is_packed: bool,
    /// How long to wait for the whole answer.
    pub timeout: Duration,
    /// How many bytes of an answer are read, where that is less than the transport reads of any.
    pub most_bytes: usize,
}

impl Request {
    /// A request without body, token or condition.
    #[must_use]
    pub const fn new(method: Method, url: String, timeout: Duration) -> Self {
        Self { method, url, token: None, if_match: None, body: None, is_packed: false, timeout, most_bytes: usize::MAX }
    }
}

impl std::fmt::Debug for Request {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Request").field("method", &self.method).finish_non_exhaustive()
    }
}

/// An answer, whatever its status. Its `Debug` does not show the body.
#[derive(Clone, Default)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// `ETag`.
    pub etag: Option<String>,
    /// `Retry-After`.
    pub retry_after: Option<String>,
    /// The body, unpacked.
    pub body: Vec<u8>,
}

impl std::fmt::Debug for Response {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Response").field("status", &self.status).finish_non_exhaustive()
    }
}

/// Why there is no answer. After any of these it is not known whether the server acted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TransportError {
    /// No connection, or it broke.
    #[error("the connection failed")]
    Disconnected,
    /// No answer in time.
    #[error("no answer in time")]
    TimedOut,
    /// The answer is larger than what is read.
    #[error("the answer is too large")]
    TooLarge,
    /// The address is neither `https` nor on this machine, or is none.
    #[error("the address is not safe to use")]
    Unsafe,
}

/// Sends requests.
pub trait Transport: Send + Sync + std::fmt::Debug {
    /// Sends `request` and waits for the answer. Follows no redirect.
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>>;
}
