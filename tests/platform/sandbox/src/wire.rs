//! TCP connections that can be cut on request, in the middle of an answer.

use std::future::Future as _;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, Sleep};

/// When a connection ends by force.
#[derive(Debug, Default)]
enum Cut {
    #[default]
    Never,
    /// After `left` bytes of body; `matched` counts how much of the blank line before the body was seen.
    InBody {
        matched: usize,
        left: usize,
    },
    Now,
}

/// The handle by which a handler cuts the connection that its request came on.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wire(Arc<Mutex<Cut>>, Arc<AtomicU64>);

impl Wire {
    /// Lets `left` bytes of the next answer's body out, then closes.
    pub(crate) fn cut_in_body(&self, left: usize) {
        *self.lock() = Cut::InBody { matched: 0, left };
    }

    /// Lets one byte out each `pause` from now on, for as long as the connection lasts.
    pub(crate) fn slow_down(&self, pause: Duration) {
        self.1.store(u64::try_from(pause.as_millis()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// How long to wait before each byte, if it is slow.
    fn pause(&self) -> Option<Duration> {
        let pause = self.1.load(Ordering::Relaxed);
        (pause > 0).then(|| Duration::from_millis(pause))
    }

    /// Closes before anything more is written.
    pub(crate) fn cut_now(&self) {
        *self.lock() = Cut::Now;
    }

    fn lock(&self) -> MutexGuard<'_, Cut> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many bytes of `buffer` may still be written; `None` when the connection is cut.
    fn allowance(&self, buffer: &[u8]) -> Option<usize> {
        const BLANK_LINE: &[u8] = b"\r\n\r\n";
        match &*self.lock() {
            Cut::Never => Some(buffer.len()),
            Cut::Now => None,
            Cut::InBody { matched, left } => {
                let mut matched = *matched;
                for (at, byte) in buffer.iter().enumerate() {
                    if matched == BLANK_LINE.len() {
                        let allowed = buffer.len().min(at.saturating_add(*left));
                        return (allowed > 0).then_some(allowed);
                    }
                    matched = match BLANK_LINE.get(matched) {
                        Some(expected) if expected == byte => matched + 1,
                        _ => usize::from(*byte == b'\r'),
                    };
                }
                Some(buffer.len())
            }
        }
    }

    fn written(&self, bytes: &[u8]) {
        const BLANK_LINE: &[u8] = b"\r\n\r\n";
        let mut cut = self.lock();
        if let Cut::InBody { matched, left } = &mut *cut {
            for byte in bytes {
                if *matched == BLANK_LINE.len() {
                    *left = left.saturating_sub(1);
                } else {
                    *matched = match BLANK_LINE.get(*matched) {
                        Some(expected) if expected == byte => *matched + 1,
                        _ => usize::from(*byte == b'\r'),
                    };
                }
            }
            if *matched == BLANK_LINE.len() && *left == 0 {
                *cut = Cut::Now;
            }
        }
    }
}

/// A listener whose connections can be cut.
#[derive(Debug)]
pub(crate) struct CuttableListener(pub(crate) TcpListener);

impl Listener for CuttableListener {
    type Io = CuttableStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            match self.0.accept().await {
                Ok((stream, address)) => {
                    // Answers are small; waiting to fill a packet would add 40 ms to each.
                    let _ = stream.set_nodelay(true);
                    let wire = Wire::default();
                    return (CuttableStream { stream, wire, until: None }, address);
                }
                // Out of file descriptors, or the peer is gone already: wait for room.
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.0.local_addr()
    }
}

/// One connection, with the handle that cuts it.
#[derive(Debug)]
pub(crate) struct CuttableStream {
    stream: TcpStream,
    wire: Wire,
    /// When the next byte may go, on a slow line.
    until: Option<Pin<Box<Sleep>>>,
}

impl Connected<IncomingStream<'_, CuttableListener>> for Wire {
    fn connect_info(stream: IncomingStream<'_, CuttableListener>) -> Self {
        stream.io().wire.clone()
    }
}

impl AsyncRead for CuttableStream {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl AsyncWrite for CuttableStream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &[u8]) -> Poll<io::Result<usize>> {
        let Some(allowed) = self.wire.allowance(buffer) else {
            return Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into()));
        };
        let mut part = buffer.get(..allowed).unwrap_or(buffer);
        if let Some(pause) = self.wire.pause() {
            let until = self.until.get_or_insert_with(|| Box::pin(tokio::time::sleep(pause)));
            ready!(until.as_mut().poll(cx));
            until.as_mut().reset(Instant::now() + pause);
            part = part.get(..1).unwrap_or(part);
        }
        let outcome = Pin::new(&mut self.stream).poll_write(cx, part);
        if let Poll::Ready(Ok(count)) = &outcome {
            self.wire.written(part.get(..*count).unwrap_or(part));
        }
        outcome
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_allowance_counts_body_bytes_only_however_the_writes_fall() {
        let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n123456789";
        for step in 1..answer.len() {
            let wire = Wire::default();
            wire.cut_in_body(4);
            let mut sent = Vec::new();
            let mut rest = &answer[..];
            while let Some(allowed) = wire.allowance(&rest[..step.min(rest.len())]) {
                if rest.is_empty() {
                    break;
                }
                let (part, after) = rest.split_at(allowed);
                wire.written(part);
                sent.extend_from_slice(part);
                rest = after;
            }
            assert!(sent.ends_with(b"\r\n\r\n1234"), "step {step}");
        }
    }
}
