//! What the server and its children say to each other over pipes: a byte for the kind, four for the length (little-endian), the rest.

use std::io::{self, Read, Write};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// The longest payload, in bytes: what is asked may hold a whole upload.
const LONGEST: usize = 1 << 30;
/// Kind and length.
const HEAD: usize = 5;

/// What a frame is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The child is open and waits; or what the server asks.
    Ready,
    /// Status and headers of an answer.
    Head,
    /// A piece of its body.
    Piece,
    /// The body is complete.
    End,
    /// There is no answer, or the rest of it is missing; the reason.
    Refused,
}

impl Kind {
    fn byte(self) -> u8 {
        match self {
            Self::Ready => b'r',
            Self::Head => b'h',
            Self::Piece => b'p',
            Self::End => b'e',
            Self::Refused => b'x',
        }
    }

    fn of(byte: u8) -> Option<Self> {
        [Self::Ready, Self::Head, Self::Piece, Self::End, Self::Refused].into_iter().find(|kind| kind.byte() == byte)
    }
}

fn wrong() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "not a frame")
}

/// Writes a frame; does not flush.
pub(super) fn write(to: &mut impl Write, kind: Kind, payload: &[u8]) -> io::Result<()> {
    let length = u32::try_from(payload.len()).ok().filter(|_| payload.len() <= LONGEST).ok_or_else(wrong)?;
    to.write_all(&[kind.byte()])?;
    to.write_all(&length.to_le_bytes())?;
    to.write_all(payload)
}

/// Writes a frame that holds a value as JSON; does not flush.
pub(super) fn write_value(to: &mut impl Write, kind: Kind, value: &impl Serialize) -> io::Result<()> {
    write(to, kind, &serde_json::to_vec(value)?)
}

/// Reads the next frame; none at the end of the pipe.
pub(super) fn read(from: &mut impl Read) -> io::Result<Option<(Kind, Vec<u8>)>> {
    let mut head = [0; HEAD];
    match from.read_exact(&mut head) {
        Ok(()) => {}
        Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        Err(e) => return Err(e),
    }
    let (kind, length) = parsed(&head)?;
    let mut payload = vec![0; length];
    from.read_exact(&mut payload)?;
    Ok(Some((kind, payload)))
}

/// The first whole frame at the beginning of what was read: its kind, where its payload begins, and where it ends.
pub(super) fn whole(bytes: &[u8]) -> io::Result<Option<(Kind, usize, usize)>> {
    let Some(head) = bytes.first_chunk::<HEAD>() else { return Ok(None) };
    let (kind, length) = parsed(head)?;
    Ok((bytes.len() >= HEAD + length).then_some((kind, HEAD, HEAD + length)))
}

/// How many bytes of the first frame have not been read, as far as its head tells.
pub(super) fn missing(bytes: &[u8]) -> usize {
    let length = bytes.first_chunk::<HEAD>().and_then(|head| parsed(head).ok()).map_or(0, |(_, length)| HEAD + length);
    length.saturating_sub(bytes.len())
}

fn parsed(head: &[u8; HEAD]) -> io::Result<(Kind, usize)> {
    let kind = Kind::of(head[0]).ok_or_else(wrong)?;
    let length = u32::from_le_bytes([head[1], head[2], head[3], head[4]]) as usize;
    if length > LONGEST { Err(wrong()) } else { Ok((kind, length)) }
}

/// The value that a payload holds.
pub(super) fn value<T: DeserializeOwned>(payload: &[u8]) -> io::Result<T> {
    serde_json::from_slice(payload).map_err(io::Error::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let mut bytes = Vec::new();
        let frames: [(Kind, &[u8]); 3] = [(Kind::Head, b"{}"), (Kind::Piece, &[0, 255, 7]), (Kind::End, b"")];
        for (kind, payload) in frames {
            write(&mut bytes, kind, payload).expect("it fits");
        }
        assert_eq!(whole(&bytes).expect("a frame"), Some((Kind::Head, 5, 7)));
        assert_eq!((whole(&bytes[..4]).expect("fine"), whole(&bytes[..6]).expect("fine")), (None, None));
        assert_eq!((missing(&bytes), missing(&bytes[..6]), missing(&bytes[..4])), (0, 1, 0));
        let mut from = bytes.as_slice();
        for (kind, payload) in frames {
            assert_eq!(read(&mut from).expect("a frame"), Some((kind, payload.to_vec())));
        }
        assert_eq!(read(&mut from).expect("the end"), None);
    }

    #[test]
    fn what_is_no_frame_is_an_error() {
        assert!(whole(b"?\0\0\0\0").is_err() && read(&mut b"p\xff\xff\xff\xff".as_slice()).is_err());
        assert!(read(&mut b"p\x05\0\0\0abc".as_slice()).is_err(), "a frame that is cut off");
    }
}
