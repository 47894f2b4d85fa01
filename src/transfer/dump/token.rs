//! SQL → tokens: as much of Postgres' lexical rules as the statements of a dump need.

use super::super::bytes::Bytes;
use super::super::copy_text;
use std::io;

/// A token of SQL. White space and comments stand between tokens and are none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// A word without quotes, in small letters, as Postgres folds it.
    Word(String),
    /// A name in quotes, as it stands in them.
    Name(String),
    /// A text: what it says.
    Text(Text),
    /// A number, without its sign.
    Number(String),
    /// Anything else, byte by byte.
    Symbol(u8),
}

/// A text, or why it cannot be taken.
pub(super) type Text = Result<String, &'static str>;

/// What ends where a token is still open.
#[derive(Debug)]
pub(super) enum Stop {
    /// Nothing more can be read.
    Read(io::Error),
    /// The end of all, inside a text or comment that began on that line.
    Cut(u64),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Stop::Read(error)
    }
}

type Taken<T> = Result<T, Stop>;

const TOO_LONG: &str = "a text is longer than 512 MiB";

/// How many dumps the comments between statements begin and end.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Comments {
    pub(super) begun: u64,
    pub(super) ended: u64,
}

impl Comments {
    fn read(&mut self, line: &[u8]) {
        match line.trim_ascii() {
            b"PostgreSQL database dump" => self.begun += 1,
            b"PostgreSQL database dump complete" => self.ended += 1,
            _ => {}
        }
    }
}

/// Takes what stands before the next token.
pub(super) fn skip_blanks(bytes: &mut Bytes<'_>, comments: &mut Comments) -> Taken<()> {
    let mut kept = Vec::new();
    while let Some(first) = bytes.peek()? {
        let line = bytes.line;
        if first != b'-' && first != b'/' {
            if !first.is_ascii_whitespace() && first != 0x0b {
                return Ok(());
            }
            bytes.take()?;
            continue;
        }
        bytes.take()?;
        match (first, bytes.peek()?) {
            (b'-', Some(b'-')) => {
                bytes.take_line(&mut kept)?;
                comments.read(&kept[1.min(kept.len())..]);
            }
            (b'/', Some(b'*')) => {
                bytes.take()?;
                skip_block(bytes, line)?;
            }
            _ => {
                bytes.put_back(first);
                return Ok(());
            }
        }
    }
    Ok(())
}

/// The rest of a comment in `/* */`; such comments nest.
fn skip_block(bytes: &mut Bytes<'_>, line: u64) -> Taken<()> {
    let mut depth = 1_u64;
    let mut last = 0;
    while depth > 0 {
        let byte = bytes.take()?.ok_or(Stop::Cut(line))?;
        match (last, byte) {
            (b'/', b'*') => depth += 1,
            (b'*', b'/') => depth -= 1,
            _ => {
                last = byte;
                continue;
            }
        }
        last = 0;
    }
    Ok(())
}

/// The next token; none at the end.
pub(super) fn next(bytes: &mut Bytes<'_>, comments: &mut Comments) -> Taken<Option<Token>> {
    skip_blanks(bytes, comments)?;
    let Some(first) = bytes.peek()? else { return Ok(None) };
    Ok(Some(match first {
        b'\'' => Token::Text(quoted(bytes, false)?),
        b'"' => Token::Name(name(bytes)?),
        b'$' => dollar(bytes)?,
        b'0'..=b'9' => number(bytes)?,
        byte if is_word(byte) => word(bytes)?,
        other => {
            bytes.take()?;
            Token::Symbol(other)
        }
    }))
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

fn word(bytes: &mut Bytes<'_>) -> Taken<Token> {
    let mut kept = Vec::new();
    bytes.take_until(|byte| !is_word(byte) && byte != b'$', &mut kept)?;
    if bytes.peek()? == Some(b'\'') && kept.len() == 1 {
        match kept[0] {
            b'e' | b'E' => return quoted(bytes, true).map(Token::Text),
            b'b' | b'B' | b'n' | b'N' => return quoted(bytes, false).map(Token::Text),
            _ => {}
        }
    }
    kept.make_ascii_lowercase();
    Ok(Token::Word(String::from_utf8_lossy(&kept).into_owned()))
}

fn number(bytes: &mut Bytes<'_>) -> Taken<Token> {
    let mut kept = Vec::new();
    bytes.take_until(|byte| !byte.is_ascii_alphanumeric() && byte != b'.', &mut kept)?;
    if matches!(kept.last(), Some(b'e' | b'E')) && matches!(bytes.peek()?, Some(b'-' | b'+')) {
        kept.extend(bytes.take()?);
        bytes.take_until(|byte| !byte.is_ascii_digit(), &mut kept)?;
    }
    Ok(Token::Number(String::from_utf8_lossy(&kept).into_owned()))
}

fn name(bytes: &mut Bytes<'_>) -> Taken<String> {
    let line = bytes.line;
    let mut kept = Vec::new();
    bytes.take()?;
    loop {
        bytes.take_until(|byte| byte == b'"', &mut kept)?;
        bytes.take()?.ok_or(Stop::Cut(line))?;
        if bytes.peek()? != Some(b'"') {
            return Ok(String::from_utf8_lossy(&kept).into_owned());
        }
        kept.extend(bytes.take()?);
    }
}

/// A text in single quotes; in `E'…'` a backslash escapes.
fn quoted(bytes: &mut Bytes<'_>, escapes: bool) -> Taken<Text> {
    let line = bytes.line;
    let mut kept = Vec::new();
    let mut whole = true;
    bytes.take()?;
    loop {
        whole &= bytes.take_until(|byte| byte == b'\'' || escapes && byte == b'\\', &mut kept)?;
        let stop = bytes.take()?.ok_or(Stop::Cut(line))?;
        if stop == b'\\' {
            kept.push(stop);
            kept.push(bytes.take()?.ok_or(Stop::Cut(line))?);
        } else if bytes.peek()? == Some(b'\'') {
            bytes.take()?;
            kept.push(b'\'');
        } else {
            break;
        }
    }
    if !whole {
        return Ok(Err(TOO_LONG));
    }
    Ok(if escapes { unescaped(&kept) } else { text(kept) })
}

fn text(kept: Vec<u8>) -> Text {
    String::from_utf8(kept).map_err(|_| copy_text::NOT_UTF8)
}

/// The escapes of COPY are those of `E'…'`, but for characters by their number.
fn unescaped(written: &[u8]) -> Text {
    let mut escaped = false;
    let by_number = |byte: &u8| {
        let found = escaped && matches!(byte, b'u' | b'U');
        escaped = !escaped && *byte == b'\\';
        found
    };
    if written.iter().any(by_number) {
        return Err("it writes a character by its number (`\\u`), which pg_dump does not");
    }
    text(copy_text::unescaped(written)?)
}

/// A text between `$tag$` and `$tag$`, or a lone dollar.
fn dollar(bytes: &mut Bytes<'_>) -> Taken<Token> {
    let line = bytes.line;
    bytes.take()?;
    let mut tag = vec![b'$'];
    bytes.take_until(|byte| !is_word(byte), &mut tag)?;
    if bytes.peek()? != Some(b'$') {
        return Ok(Token::Symbol(b'$'));
    }
    tag.extend(bytes.take()?);
    let mut kept = Vec::new();
    let mut whole = true;
    loop {
        whole &= bytes.take_until(|byte| byte == b'$', &mut kept)?;
        kept.push(bytes.take()?.ok_or(Stop::Cut(line))?);
        let inner = &tag[1..];
        let mut n_alike = 0;
        while n_alike < inner.len() && bytes.peek()? == Some(inner[n_alike]) {
            kept.extend(bytes.take()?);
            n_alike += 1;
        }
        if n_alike == inner.len() {
            kept.truncate(kept.len() - tag.len());
            return Ok(Token::Text(if whole { text(kept) } else { Err(TOO_LONG) }));
        }
    }
}
