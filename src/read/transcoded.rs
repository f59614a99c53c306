//! UTF-16 into UTF-8, as it is read.

use std::io::{self, Read};

use encoding_rs::{CoderResult, Decoder, Encoding};

/// A reader of UTF-8 over one of another encoding.
pub(super) struct Transcoded<R> {
    inner: R,
    decoder: Decoder,
    raw: Vec<u8>,
    /// What is decoded, and how much of it has been read.
    decoded: String,
    read: usize,
    ended: bool,
}

impl<R: Read> Transcoded<R> {
    /// Reads bytes of that encoding, the byte order mark taken off.
    pub(super) fn new(inner: R, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_without_bom_handling();
        Self { inner, decoder, raw: vec![0; 16 << 10], decoded: String::new(), read: 0, ended: false }
    }

    fn decode_more(&mut self) -> io::Result<()> {
        let count = self.inner.read(&mut self.raw)?;
        self.ended = count == 0;
        self.decoded.clear();
        self.read = 0;
        self.decoded.reserve(self.decoder.max_utf8_buffer_length(count).unwrap_or(4 * count + 16));
        let (result, _, damaged) = self.decoder.decode_to_string(&self.raw[..count], &mut self.decoded, self.ended);
        if damaged || result == CoderResult::OutputFull {
            return Err(io::Error::other("its byte order mark says UTF-16, but it is not"));
        }
        Ok(())
    }
}

impl<R: Read> Read for Transcoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.read == self.decoded.len() && !self.ended {
            self.decode_more()?;
        }
        let ready = &self.decoded.as_bytes()[self.read..];
        let count = ready.len().min(buffer.len());
        buffer[..count].copy_from_slice(&ready[..count]);
        self.read += count;
        Ok(count)
    }
}
