//! The JavaScript face of the core: plain functions over numbers, and texts that cross through memory. It must not
//! know how anything is judged, only how to hand it over.
//!
//! ```text
//! room(bytes) ──▶ address: JavaScript writes the texts there, one behind the other
//! spec_validate(spec, length, …) ──▶ length of the answer, which answer() says where to read
//! ```
//!
//! Values cross as JSON text, so that no number is rounded and no key changes place. There are no imports and no
//! JavaScript objects: the same functions serve as WebAssembly and, through binaryen's wasm2js, as plain script where
//! a page's policy forbids WebAssembly. `pkg/src/core.ts` is the other side.
//!
//! A number below zero is [`NOTHING`], or an error whose JSON is the answer: its length is [`ERROR`] minus the number.

use std::cell::RefCell;
use std::mem;

use wasm_bindgen::prelude::wasm_bindgen;

use crate::Verdict;
use crate::json::quoted;

/// There is no answer, and none is needed: no such place, no findings.
const NOTHING: i32 = -1;
/// The answer is an error, of no length; each byte of it is one less.
const ERROR: i32 = -2;
/// Room that is kept from one call to the next.
const KEPT: usize = 1 << 20;

#[cfg(not(any(feature = "rows", feature = "store")))]
pub mod hashes;
#[cfg(not(any(feature = "rows", feature = "store")))]
pub mod registries;
#[cfg(all(feature = "rows", not(feature = "store")))]
pub mod rows;
#[cfg(not(feature = "store"))]
mod slots;
#[cfg(not(any(feature = "rows", feature = "store")))]
pub mod specs;
#[cfg(feature = "store")]
pub mod store;

#[cfg(feature = "package")]
#[global_allocator]
static MEMORY: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

thread_local! {
    static FACE: RefCell<Face> = RefCell::default();
}

#[derive(Default)]
struct Face {
    /// What JavaScript wrote.
    given: Vec<u8>,
    /// What it reads.
    answer: Vec<u8>,
}

enum Answer {
    Nothing,
    #[cfg(not(feature = "store"))]
    Number(usize),
    Text(String),
    #[cfg(feature = "store")]
    Bytes(Vec<u8>),
}

/// The JSON form of an error.
struct Thrown(String);

impl From<crate::Error> for Thrown {
    fn from(error: crate::Error) -> Self {
        Thrown(error.to_json())
    }
}

fn usage(message: &str) -> Thrown {
    Thrown(format!(r#"{{"code":"usage","message":{}}}"#, quoted(message)))
}

/// Makes room for texts and says where. JavaScript writes while nothing here runs, and the address is given away with
/// leave to write.
#[wasm_bindgen]
pub fn room(bytes: usize) -> usize {
    FACE.with_borrow_mut(|face| {
        if face.given.len() > KEPT.max(bytes.saturating_mul(4)) {
            face.given = Vec::new();
        }
        if face.given.len() < bytes {
            face.given.resize(bytes, 0);
        }
        face.given.as_mut_ptr().expose_provenance()
    })
}

/// Where the answer stands.
#[wasm_bindgen]
pub fn answer() -> usize {
    FACE.with_borrow(|face| face.answer.as_ptr().expose_provenance())
}

/// Forgets the answer, which may hold secrets, and the texts that were given.
#[wasm_bindgen]
pub fn forget() {
    FACE.with_borrow_mut(|face| {
        face.given.fill(0);
        face.answer = Vec::new();
    });
}

/// Runs one function over the texts that were given.
fn call<const N: usize>(lengths: [usize; N], work: impl FnOnce([&str; N]) -> Result<Answer, Thrown>) -> i32 {
    FACE.with_borrow_mut(|face| {
        let given = mem::take(&mut face.given);
        let mut texts = [""; N];
        let answer = match cut(&given, &lengths, &mut texts) {
            Ok(()) => work(texts),
            Err(error) => Err(error),
        };
        face.given = given;
        face.tell(answer)
    })
}

fn cut<'given>(given: &'given [u8], lengths: &[usize], texts: &mut [&'given str]) -> Result<(), Thrown> {
    let mut rest = given;
    for (text, &length) in texts.iter_mut().zip(lengths) {
        let (bytes, others) = rest.split_at_checked(length).ok_or_else(|| usage("a text is longer than its room"))?;
        *text = str::from_utf8(bytes).map_err(|_| usage("a text is not UTF-8"))?;
        rest = others;
    }
    Ok(())
}

impl Face {
    fn tell(&mut self, answer: Result<Answer, Thrown>) -> i32 {
        let number = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
        match answer {
            Ok(Answer::Nothing) => NOTHING,
            #[cfg(not(feature = "store"))]
            Ok(Answer::Number(value)) => number(value),
            Ok(Answer::Text(text)) => {
                self.answer = text.into_bytes();
                number(self.answer.len())
            }
            #[cfg(feature = "store")]
            Ok(Answer::Bytes(bytes)) => {
                self.answer = bytes;
                number(self.answer.len())
            }
            Err(Thrown(error)) => {
                self.answer = error.into_bytes();
                ERROR - number(self.answer.len())
            }
        }
    }
}

/// A verdict without findings is the same each time: it needs no text.
fn told(verdict: &Verdict) -> Answer {
    if verdict.count == 0 { Answer::Nothing } else { Answer::Text(verdict.to_json()) }
}
