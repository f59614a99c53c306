//! A body that comes in pieces, and breaks off where pieces are missing: nobody takes a part for the whole.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::Bytes;
use futures_core::Stream;
use tokio::sync::mpsc;

use crate::serve::reply::Refused;

/// A piece of an answer.
#[derive(Debug)]
pub(in crate::serve) enum Piece {
    /// More follow.
    Part(Bytes),
    /// None follow.
    Last,
    /// The rest is missing.
    Failed(Refused),
}

/// The pieces of an answer as the body of a response.
#[derive(Debug)]
pub(in crate::serve) struct Rest {
    pieces: mpsc::Receiver<Piece>,
    complete: bool,
}

impl Rest {
    pub(in crate::serve) fn new(pieces: mpsc::Receiver<Piece>) -> Self {
        Self { pieces, complete: false }
    }
}

impl Stream for Rest {
    type Item = Result<Bytes, io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.complete {
            return Poll::Ready(None);
        }
        self.pieces.poll_recv(context).map(|piece| match piece {
            Some(Piece::Part(bytes)) => Some(Ok(bytes)),
            Some(Piece::Last) => {
                self.complete = true;
                None
            }
            Some(Piece::Failed(refused)) => Some(Err(io::Error::other(refused.message))),
            None => Some(Err(io::ErrorKind::UnexpectedEof.into())),
        })
    }
}
