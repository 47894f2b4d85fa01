//! A deployment that is made up: workspaces, connectors, connections and the jobs that they had.
//!
//! ```text
//!  Plan (sizes, seed, moment) ──make──▶ rows, one by one, in an order that foreign keys accept ──▶ Receiver
//!                                └────▶ the faults that were put in, where they were asked for
//! ```
//!
//! It is deterministic: the same plan gives the same rows, byte for byte. Memory holds the connections, never the jobs.
//! Without faults, every row passes [`crate::intake::Judge`], and all of them the rules of the platform.

mod connectors;
mod documents;
mod faults;
mod history;
mod random;
mod settings;

pub use faults::{Fault, FaultKind};

use crate::error::Result;
use crate::table::Row;
use jiff::Timestamp;
use random::Random;

/// How large a sample is, and what it is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// How many workspaces; at least one is made.
    pub workspaces: u64,
    /// How many connections; at least one is made.
    pub connections: u64,
    /// How many jobs. The attempts at them come on top.
    pub jobs: u64,
    /// Another seed gives another deployment.
    pub seed: u64,
    /// In how many of a hundred cases a job needs one more attempt, up to three. With 62 there are twice as many
    /// attempts as jobs.
    pub retries: u64,
    /// The moment up to which it reaches.
    pub until: Timestamp,
    /// Whether there are faults in it, as an audit should find them.
    pub faults: bool,
}

/// A small healthy deployment that reaches to March 2023.
impl Default for Plan {
    fn default() -> Plan {
        Plan {
            workspaces: 3,
            connections: 24,
            jobs: 500,
            seed: 1,
            retries: 15,
            until: Timestamp::constant(1_677_672_000, 0),
            faults: false,
        }
    }
}

/// What takes the rows of a sample.
pub trait Receiver {
    /// Takes a row.
    ///
    /// # Errors
    /// Those of whatever becomes of it; they end the sample.
    fn take<R: Row>(&mut self, row: &R) -> Result<()>;
}

/// Makes a sample; gives the faults that were put in.
///
/// ```
/// use airbyte_db::sample::{Plan, Receiver, make};
/// use airbyte_db::table::Row;
/// use std::collections::BTreeMap;
///
/// #[derive(Default)]
/// struct Counts(BTreeMap<&'static str, u64>);
///
/// impl Receiver for Counts {
///     fn take<R: Row>(&mut self, _: &R) -> airbyte_db::Result<()> {
///         *self.0.entry(R::TABLE.name).or_default() += 1;
///         Ok(())
///     }
/// }
///
/// let mut counts = Counts::default();
/// let faults = make(&Plan { connections: 5, jobs: 40, ..Plan::default() }, &mut counts)?;
/// assert_eq!((counts.0["connection"], counts.0["jobs"], faults.len()), (5, 40, 0));
/// # Ok::<(), airbyte_db::Error>(())
/// ```
///
/// # Errors
/// Those of the receiver.
pub fn make(plan: &Plan, receiver: &mut impl Receiver) -> Result<Vec<Fault>> {
    let mut random = Random::new(plan.seed);
    let deployment = settings::make(plan, &mut random, receiver)?;
    let numbers = history::make(plan, &deployment, &mut random, receiver)?;
    if plan.faults { faults::make(plan, &deployment, numbers, &mut random, receiver) } else { Ok(Vec::new()) }
}
