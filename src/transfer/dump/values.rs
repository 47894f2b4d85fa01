//! The rows of `INSERT INTO … VALUES (…), (…);`, one at a time.

use super::statement::Statements;
use super::token::{Stop, Token};

/// A row: its values as Postgres writes them as text, or why they cannot be taken.
pub(super) type Values = Result<Vec<Option<String>>, &'static str>;

/// The next row of a statement that began on that line; none at its end, which is taken.
pub(super) fn next_row(statements: &mut Statements<'_>, line: u64) -> Result<Option<Values>, Stop> {
    if !statements.takes(&Token::Symbol(b'('))? {
        // `ON CONFLICT DO NOTHING;`, or the semicolon alone.
        statements.skip(line)?;
        return Ok(None);
    }
    let mut row: Values = Ok(Vec::new());
    loop {
        let (value, ends) = next_value(statements, line)?;
        match (value, &mut row) {
            (Ok(value), Ok(values)) => values.push(value),
            (Err(why), Ok(_)) => row = Err(why),
            (_, Err(_)) => {}
        }
        if ends {
            statements.takes(&Token::Symbol(b','))?;
            return Ok(Some(row));
        }
    }
}

/// A value, and whether the row ends behind it.
fn next_value(
    statements: &mut Statements<'_>,
    line: u64,
) -> Result<(Result<Option<String>, &'static str>, bool), Stop> {
    let mut value = Err(EXPRESSION);
    let (mut depth, mut n_tokens, mut cast) = (0_u64, 0_u64, false);
    let mut sign = "";
    loop {
        let token = statements.token()?.ok_or(Stop::Cut(line))?;
        match token {
            Token::Symbol(b',') if depth == 0 => return Ok((value, false)),
            Token::Symbol(b')') if depth == 0 => return Ok((value, true)),
            Token::Symbol(b'(' | b'[') => depth += 1,
            Token::Symbol(b')' | b']') => depth = depth.saturating_sub(1),
            // What stands behind `::` is a type.
            Token::Symbol(b':') => cast = true,
            _ => {}
        }
        if cast {
            continue;
        }
        n_tokens += 1;
        value = match (n_tokens, token) {
            (1, Token::Symbol(b'-')) => {
                (sign, n_tokens) = ("-", 0);
                Err(EXPRESSION)
            }
            (1, Token::Number(number)) => Ok(Some(format!("{sign}{number}"))),
            (1, Token::Text(text)) => text.map(Some),
            (1, Token::Word(word)) => match word.as_str() {
                "null" => Ok(None),
                "true" => Ok(Some("t".to_owned())),
                "false" => Ok(Some("f".to_owned())),
                "default" => Err("a value is DEFAULT, and what that is only the database knows"),
                _ => Err(EXPRESSION),
            },
            _ => Err(EXPRESSION),
        };
    }
}

const EXPRESSION: &str = "a value is neither a text, a number, a truth value nor NULL";
