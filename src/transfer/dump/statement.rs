//! Tokens → the statements of a dump that matter: which table, which columns.

use super::token::{Comments, Stop, Token, next, skip_blanks};
use crate::transfer::bytes::Bytes;

/// A dump that is being read, token by token.
pub(super) struct Statements<'files> {
    pub(super) bytes: Bytes<'files>,
    pub(super) comments: Comments,
    /// A token that was looked at.
    ahead: Option<Token>,
}

/// A table's name with its schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) schema: Option<String>,
    pub(super) table: String,
}

/// What a statement is.
#[derive(Debug)]
pub(super) enum Statement {
    /// `CREATE TABLE` with its columns.
    Create(Name, Vec<String>),
    /// `COPY … FROM stdin`: rows follow on lines of their own. Columns, where it names them; why its rows cannot be
    /// read, where it says how they are written.
    Copy(Name, Option<Vec<String>>, Option<&'static str>),
    /// `INSERT INTO … VALUES`, up to that word; where it goes on otherwise, the whole of it and why it cannot be read.
    Insert(Name, Option<Vec<String>>, Option<&'static str>),
    /// `SET client_encoding` to something else than UTF-8.
    OtherEncoding,
    /// Another database begins.
    Connect,
    /// Anything else; it is taken to its end.
    Other,
    /// There are no more.
    End,
}

/// More columns than a table of Postgres can have.
const N_COLUMNS: usize = 1_600;

type Taken<T> = Result<T, Stop>;

impl<'files> Statements<'files> {
    pub(super) fn new(bytes: Bytes<'files>) -> Self {
        Statements { bytes, comments: Comments::default(), ahead: None }
    }

    /// Goes to where the next token begins.
    pub(super) fn skip_blanks(&mut self) -> Taken<()> {
        if self.ahead.is_some() { Ok(()) } else { skip_blanks(&mut self.bytes, &mut self.comments) }
    }

    pub(super) fn token(&mut self) -> Taken<Option<Token>> {
        match self.ahead.take() {
            Some(token) => Ok(Some(token)),
            None => next(&mut self.bytes, &mut self.comments),
        }
    }

    fn put_back(&mut self, token: Option<Token>) {
        self.ahead = token;
    }

    /// Takes a word or symbol, if it is the next.
    pub(super) fn takes(&mut self, wanted: &Token) -> Taken<bool> {
        let token = self.token()?;
        if token.as_ref() == Some(wanted) {
            return Ok(true);
        }
        self.put_back(token);
        Ok(false)
    }

    fn takes_word(&mut self, word: &str) -> Taken<bool> {
        self.takes(&Token::Word(word.to_owned()))
    }

    fn takes_words(&mut self, words: &[&str]) -> Taken<bool> {
        for word in words {
            if !self.takes_word(word)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The next statement.
    pub(super) fn statement(&mut self) -> Taken<Statement> {
        let line = self.bytes.line;
        match self.token()? {
            None => return Ok(Statement::End),
            Some(Token::Symbol(b'\\')) => return self.meta_command(),
            Some(Token::Symbol(b';')) => return Ok(Statement::Other),
            Some(Token::Word(word)) => {
                let found = match word.as_str() {
                    "create" => self.create(),
                    "copy" => self.copy(),
                    "insert" => self.insert(),
                    "set" => self.set(),
                    _ => Ok(None),
                };
                if let Some(statement) = found? {
                    return Ok(statement);
                }
            }
            Some(_) => {}
        }
        self.skip(line)?;
        Ok(Statement::Other)
    }

    /// Takes the rest of a statement that began on that line, with its semicolon.
    pub(super) fn skip(&mut self, line: u64) -> Taken<()> {
        loop {
            match self.token()? {
                None => return Err(Stop::Cut(line)),
                Some(Token::Symbol(b';')) => return Ok(()),
                Some(_) => {}
            }
        }
    }

    /// A line for psql itself.
    fn meta_command(&mut self) -> Taken<Statement> {
        let mut line = Vec::new();
        self.bytes.take_line(&mut line)?;
        let connects = line.starts_with(b"connect") || line.starts_with(b"c ");
        Ok(if connects { Statement::Connect } else { Statement::Other })
    }

    /// `CREATE TABLE`; none for the making of anything else, which is left where it stands.
    fn create(&mut self) -> Taken<Option<Statement>> {
        for word in ["unlogged", "global", "local", "temporary", "temp"] {
            self.takes_word(word)?;
        }
        if !self.takes_word("table")? {
            return Ok(None);
        }
        let line = self.bytes.line;
        self.takes_words(&["if", "not", "exists"])?;
        let Some(name) = self.name()? else { return Ok(None) };
        // `PARTITION OF` and `OF` have no list of columns, or not of all.
        if !self.takes(&Token::Symbol(b'('))? {
            return Ok(None);
        }
        let columns = self.columns_with_types(line)?;
        self.skip(line)?;
        Ok(Some(Statement::Create(name, columns)))
    }

    /// The names in a list of columns with types, constraints among them left out, up to the closing bracket.
    fn columns_with_types(&mut self, line: u64) -> Taken<Vec<String>> {
        const CONSTRAINTS: [&str; 7] = ["constraint", "primary", "unique", "check", "foreign", "exclude", "like"];
        let mut columns = Vec::new();
        let (mut depth, mut starts) = (0_u64, true);
        loop {
            let token = self.token()?.ok_or(Stop::Cut(line))?;
            match token {
                Token::Symbol(b')') if depth == 0 => return Ok(columns),
                Token::Symbol(b'(') => depth += 1,
                Token::Symbol(b')') => depth -= 1,
                Token::Symbol(b',') if depth == 0 => {
                    starts = true;
                    continue;
                }
                Token::Word(word) if starts && CONSTRAINTS.contains(&word.as_str()) => {}
                Token::Word(name) | Token::Name(name) if starts && columns.len() < N_COLUMNS => columns.push(name),
                _ => {}
            }
            starts = false;
        }
    }

    fn copy(&mut self) -> Taken<Option<Statement>> {
        let line = self.bytes.line;
        let Some(name) = self.name()? else { return Ok(None) };
        let columns = self.columns()?;
        if !self.takes_words(&["from", "stdin"])? {
            return Ok(None);
        }
        let plain = self.takes(&Token::Symbol(b';'))?;
        if !plain {
            self.skip(line)?;
        }
        // The rows begin on the next line.
        self.bytes.take_line(&mut Vec::new())?;
        let unreadable = "its COPY says how rows are written, which pg_dump does not";
        Ok(Some(Statement::Copy(name, columns, if plain { None } else { Some(unreadable) })))
    }

    fn insert(&mut self) -> Taken<Option<Statement>> {
        let line = self.bytes.line;
        if !self.takes_word("into")? {
            return Ok(None);
        }
        let Some(name) = self.name()? else { return Ok(None) };
        let columns = self.columns()?;
        if self.takes_word("overriding")? {
            self.token()?;
            self.takes_word("value")?;
        }
        if self.takes_word("values")? {
            return Ok(Some(Statement::Insert(name, columns, None)));
        }
        self.skip(line)?;
        let unreadable = "its INSERT has no VALUES";
        Ok(Some(Statement::Insert(name, columns, Some(unreadable))))
    }

    fn set(&mut self) -> Taken<Option<Statement>> {
        if !self.takes_word("client_encoding")? {
            return Ok(None);
        }
        if !self.takes(&Token::Symbol(b'='))? {
            self.takes_word("to")?;
        }
        let token = self.token()?;
        let known = match &token {
            Some(Token::Text(Ok(encoding)) | Token::Word(encoding)) => {
                ["utf8", "utf-8", "unicode", "sql_ascii"].contains(&encoding.to_ascii_lowercase().as_str())
            }
            _ => true,
        };
        self.put_back(token);
        Ok(if known { None } else { Some(Statement::OtherEncoding) })
    }

    /// A name, with its schema where that is said; the last two parts of it.
    fn name(&mut self) -> Taken<Option<Name>> {
        self.takes_word("only")?;
        let mut parts: Vec<String> = Vec::new();
        loop {
            match self.token()? {
                Some(Token::Word(part) | Token::Name(part)) => parts.push(part),
                other => {
                    self.put_back(other);
                    return Ok(None);
                }
            }
            if !self.takes(&Token::Symbol(b'.'))? {
                break;
            }
            if parts.len() > 2 {
                return Ok(None);
            }
        }
        let table = parts.pop().unwrap_or_default();
        Ok(Some(Name { schema: parts.pop(), table }))
    }

    /// A list of names in brackets, if there is one.
    fn columns(&mut self) -> Taken<Option<Vec<String>>> {
        let line = self.bytes.line;
        if !self.takes(&Token::Symbol(b'('))? {
            return Ok(None);
        }
        let mut columns = Vec::new();
        loop {
            match self.token()?.ok_or(Stop::Cut(line))? {
                Token::Word(name) | Token::Name(name) if columns.len() < N_COLUMNS => columns.push(name),
                Token::Symbol(b')') => return Ok(Some(columns)),
                _ => {}
            }
        }
    }
}
