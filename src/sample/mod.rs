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
use std::fmt;

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
    let mut making = Making::new(plan);
    while making.step(receiver)? {}
    Ok(making.into_faults())
}

/// How many jobs one step makes.
const JOBS_OF_STEP: u64 = 500;

/// A sample that is being made, step by step: for who wants to be heard in between.
///
/// ```
/// # use airbyte_db::sample::{Making, Plan, Receiver};
/// # use airbyte_db::table::Row;
/// # struct Nobody;
/// # impl Receiver for Nobody {
/// #     fn take<R: Row>(&mut self, _: &R) -> airbyte_db::Result<()> { Ok(()) }
/// # }
/// # let mut receiver = Nobody;
/// let mut making = Making::new(&Plan { jobs: 1_200, ..Plan::default() });
/// let mut seen = Vec::new();
/// while making.step(&mut receiver)? {
///     seen.push(making.jobs());
/// }
/// assert_eq!(seen, [0, 500, 1_000, 1_200]);
/// assert!(making.into_faults().is_empty());
/// # Ok::<(), airbyte_db::Error>(())
/// ```
pub struct Making {
    plan: Plan,
    random: Random,
    stage: Stage,
    faults: Vec<Fault>,
}

/// What comes next.
enum Stage {
    Settings,
    History(Box<(settings::Deployment, history::History)>),
    Done,
}

/// Shows how far it is, nothing of the rows.
impl fmt::Debug for Making {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Making").field("plan", &self.plan).field("jobs", &self.jobs()).finish_non_exhaustive()
    }
}

impl Making {
    /// Nothing is made yet.
    pub fn new(plan: &Plan) -> Making {
        Making { plan: plan.clone(), random: Random::new(plan.seed), stage: Stage::Settings, faults: Vec::new() }
    }

    /// How many jobs were made.
    pub fn jobs(&self) -> u64 {
        match &self.stage {
            Stage::Settings => 0,
            Stage::History(made) => made.1.made(),
            Stage::Done => self.plan.jobs,
        }
    }

    /// Makes the next rows: the settings, then some jobs at a time, then the faults. Gives whether there are more.
    ///
    /// # Errors
    /// Those of the receiver; the sample then cannot go on.
    pub fn step(&mut self, receiver: &mut impl Receiver) -> Result<bool> {
        match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::Settings => {
                let deployment = settings::make(&self.plan, &mut self.random, receiver)?;
                let history = history::History::new(&self.plan, &deployment, &self.random);
                self.stage = Stage::History(Box::new((deployment, history)));
                Ok(true)
            }
            Stage::History(mut made) => {
                let (deployment, history) = &mut *made;
                if history.step(deployment, JOBS_OF_STEP, receiver)? {
                    self.stage = Stage::History(made);
                    return Ok(true);
                }
                let numbers = history.finish(&mut self.random);
                if self.plan.faults {
                    self.faults = faults::make(&self.plan, deployment, numbers, &mut self.random, receiver)?;
                }
                Ok(false)
            }
            Stage::Done => Ok(false),
        }
    }

    /// The faults that were put in.
    pub fn into_faults(self) -> Vec<Fault> {
        self.faults
    }
}
