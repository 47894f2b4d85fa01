//! What is wrong, before it is told: places and kinds only, no text of the configuration.

use super::schema::{Place, SchemaId};

/// One thing wrong with a configuration.
pub(crate) struct Problem {
    /// The node of the configuration that it is about: for a missing member, the object that lacks it.
    pub(crate) at: u32,
    /// The schema that says so.
    pub(crate) schema: SchemaId,
    pub(crate) detail: Detail,
    /// The innermost chosen branch it comes from, by its place in [`Problems::branches`].
    pub(crate) branch: Option<u32>,
}

#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Detail {
    Type,
    Enum,
    Const,
    MinLength,
    MaxLength,
    Pattern,
    Format,
    MultipleOf,
    Maximum,
    ExclusiveMaximum,
    Minimum,
    ExclusiveMinimum,
    MinItems,
    MaxItems,
    /// The numbers of two equal items.
    UniqueItems(usize, usize),
    Contains,
    AdditionalItems,
    /// The name of the missing member.
    Required(Box<str>),
    AdditionalProperties,
    PropertyNames,
    MinProperties,
    MaxProperties,
    /// A member that is missing because another one is there.
    Dependency {
        missing: Box<str>,
        because: Box<str>,
    },
    Not,
    /// The schema `false`.
    Never,
    /// The discriminator is missing.
    BranchMissing(Choosing),
    /// The discriminator has a value that no branch has.
    BranchUnknown(Choosing),
    /// Several branches of a `oneOf` fit: these.
    BranchAmbiguous(Choosing, Box<[SchemaId]>),
    /// No branch takes such a value, by its type or by the few values it allows.
    BranchType(Choosing),
    /// The members given fit another branch than the one that is named. A warning.
    BranchMismatch(Choosing, SchemaId),
    /// A secret reference without the shape of one.
    SecretReference,
    /// A member that is not declared, and nearly has the name of one that is. A warning.
    NearMiss(Box<str>),
    /// A pattern that could not be compiled: not checked. A warning.
    PatternBroken(Place),
    /// A pattern that took too long on this text: not checked. A warning.
    PatternUnchecked(Place),
    /// A reference that leads nowhere.
    Reference,
}

impl Detail {
    /// Warnings leave the verdict as it is.
    pub(crate) fn is_warning(&self) -> bool {
        matches!(
            self,
            Detail::BranchMismatch(..) | Detail::NearMiss(_) | Detail::PatternBroken(_) | Detail::PatternUnchecked(_)
        )
    }
}

/// Which keyword makes the choice that a problem is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Choosing {
    AnyOf,
    OneOf,
}

/// A branch that was chosen, by the configuration or as the best guess.
pub(crate) struct Chosen {
    /// The node of the configuration that is judged by the branch.
    pub(crate) at: u32,
    pub(crate) schema: SchemaId,
    /// The member that names the branch; none where it is a guess.
    pub(crate) by: Option<Box<str>>,
    /// How many branches come into question.
    pub(crate) of: usize,
    /// The schema whose choice it is.
    pub(crate) chooser: SchemaId,
    pub(crate) choosing: Choosing,
}

/// A member that a schema looked at.
pub(crate) struct SeenMember {
    pub(crate) name: u32,
    pub(crate) object: u32,
    pub(crate) schema: SchemaId,
    pub(crate) declared: bool,
}

/// Everything that was found.
#[derive(Default)]
pub(crate) struct Problems {
    pub(crate) list: Vec<Problem>,
    pub(crate) branches: Vec<Chosen>,
    pub(crate) members: Vec<SeenMember>,
    /// The branch that is being judged.
    pub(crate) branch: Option<u32>,
}

/// Where a check leaves what it finds: nowhere ([`Quick`]), or in a list ([`Problems`]).
pub(crate) trait Report {
    /// Whether to go on after the first problem.
    const EXPLAINS: bool;
    fn problem(&mut self, at: u32, schema: SchemaId, detail: impl FnOnce() -> Detail);
    fn member(&mut self, seen: impl FnOnce() -> SeenMember);
    fn explain(&mut self) -> Option<&mut Problems>;
}

/// Only the verdict counts.
#[derive(Default)]
pub(crate) struct Quick;

impl Report for Quick {
    const EXPLAINS: bool = false;
    fn problem(&mut self, _: u32, _: SchemaId, _: impl FnOnce() -> Detail) {}
    fn member(&mut self, _: impl FnOnce() -> SeenMember) {}
    fn explain(&mut self) -> Option<&mut Problems> {
        None
    }
}

impl Report for Problems {
    const EXPLAINS: bool = true;

    fn problem(&mut self, at: u32, schema: SchemaId, detail: impl FnOnce() -> Detail) {
        self.list.push(Problem { at, schema, detail: detail(), branch: self.branch });
    }

    fn member(&mut self, seen: impl FnOnce() -> SeenMember) {
        self.members.push(seen());
    }

    fn explain(&mut self) -> Option<&mut Problems> {
        Some(self)
    }
}
