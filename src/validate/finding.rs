//! What the checks have to say: for people in words, for programs in codes and pointers.

use serde::{Serialize, Serializer};
use std::fmt;

/// One thing to know about a document. It never holds the value of a secret field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What kind of problem it is, from a closed list.
    pub code: Code,
    /// JSON pointer to where a person would mend it: for a missing member the place where it belongs.
    pub pointer: String,
    /// JSON pointer to the keyword of the schema that says so.
    pub schema_pointer: String,
    /// The way to the field by its titles, as a form would show them: `Credentials › Client ID`.
    pub label: String,
    /// A complete sentence.
    pub message: String,
    /// What to do, where more can be said than the message says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// The choice that the finding depends on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub branch: Option<Branch>,
    /// Whether it makes the document invalid.
    pub severity: Severity,
    /// The line of the document, counted from 1, where it was checked as text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// The character in that line, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
}

/// A branch of `oneOf` or `anyOf` that a finding comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Branch {
    /// JSON pointer to the value that has branches.
    pub pointer: String,
    /// The branch's title, or its number where it has none.
    pub title: String,
    /// The member that chose it; none where it is only the branch that fits best.
    pub by: Option<String>,
}

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The document is invalid.
    Error,
    /// The document may be valid, but probably does not mean what its author wanted.
    Warning,
}

impl Severity {
    /// `error` or `warning`.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

/// The kind of a [`Finding`]: JSON Schema's keyword where one was broken, a word in `snake_case` for the rest.
///
/// The list is closed; `docs/findings.md` shows each with an example, `docs/lint.md` those about specs, `docs/audit.md` those
/// about a whole store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(
    missing_docs,
    reason = "each variant is the keyword or word that `as_str` gives; docs/findings.md explains them"
)]
pub enum Code {
    Type,
    Enum,
    Const,
    MultipleOf,
    Maximum,
    ExclusiveMaximum,
    Minimum,
    ExclusiveMinimum,
    MaxLength,
    MinLength,
    Pattern,
    Format,
    AdditionalItems,
    MaxItems,
    MinItems,
    UniqueItems,
    Contains,
    MaxProperties,
    MinProperties,
    Required,
    AdditionalProperties,
    PropertyNames,
    Dependencies,
    Not,
    False,
    BranchMissing,
    BranchUnknown,
    BranchAmbiguous,
    BranchType,
    BranchMismatch,
    SecretReference,
    NearMiss,
    PatternBroken,
    PatternUnchecked,
    Reference,
    OtherDraft,
    UnexpectedNull,
    UnreadableValue,
    PartMissing,
    PartUnused,
    ScheduleMismatch,
    CronExpression,
    TimeZone,
    NamespaceFormat,
    ActorType,
    WorkspaceMismatch,
    StreamName,
    StateType,
    Repeated,
    ConfigType,
    AttemptNumber,
    StatusMismatch,
    Hash,
    SecretCoordinate,
    ClearText,
    TimeOrder,
    SpecUnusable,
    MisspeltKeyword,
    UnknownKeyword,
    SpecKeyword,
    SpecType,
    KeywordWithoutEffect,
    KeywordUnsupported,
    RepeatedValue,
    UnknownFormat,
    NullFirst,
    BoundsReversed,
    DefaultMismatch,
    ExampleMismatch,
    EnumMismatch,
    RequiredUndeclared,
    OrderRepeated,
    OrderMissing,
    GroupUndeclared,
    DiscriminatorMissing,
    DiscriminatorRepeated,
    DiscriminatorOptional,
    PatternUnanchored,
    PatternPortability,
    PatternBacktracking,
    PatternAgainstFormat,
    SecretUnmarked,
    SecretDenied,
    SecretDefault,
    SecretNotText,
    OauthPath,
    OauthPredicate,
    RowMissing,
    SecretMissing,
    SecretUnused,
    HashMismatch,
    CatalogMismatch,
    CatalogRepeated,
    CatalogUnused,
    DeletedInUse,
    JobConcurrent,
    JobStale,
    AttemptGap,
    AttemptUnfinished,
    RowUnreadable,
    ConnectorGone,
    MemberIgnored,
    MemberDeprecated,
}

impl Code {
    /// Every code, in the order of `docs/findings.md`; those about specs themselves follow in that of `docs/lint.md`,
    /// and those about a whole store in that of `docs/audit.md`.
    pub const ALL: [Code; 103] = [
        Code::Type,
        Code::Enum,
        Code::Const,
        Code::MultipleOf,
        Code::Maximum,
        Code::ExclusiveMaximum,
        Code::Minimum,
        Code::ExclusiveMinimum,
        Code::MaxLength,
        Code::MinLength,
        Code::Pattern,
        Code::Format,
        Code::AdditionalItems,
        Code::MaxItems,
        Code::MinItems,
        Code::UniqueItems,
        Code::Contains,
        Code::MaxProperties,
        Code::MinProperties,
        Code::Required,
        Code::AdditionalProperties,
        Code::PropertyNames,
        Code::Dependencies,
        Code::Not,
        Code::False,
        Code::BranchMissing,
        Code::BranchUnknown,
        Code::BranchAmbiguous,
        Code::BranchType,
        Code::BranchMismatch,
        Code::SecretReference,
        Code::NearMiss,
        Code::PatternBroken,
        Code::PatternUnchecked,
        Code::Reference,
        Code::OtherDraft,
        Code::UnexpectedNull,
        Code::UnreadableValue,
        Code::PartMissing,
        Code::PartUnused,
        Code::ScheduleMismatch,
        Code::CronExpression,
        Code::TimeZone,
        Code::NamespaceFormat,
        Code::ActorType,
        Code::WorkspaceMismatch,
        Code::StreamName,
        Code::StateType,
        Code::Repeated,
        Code::ConfigType,
        Code::AttemptNumber,
        Code::StatusMismatch,
        Code::Hash,
        Code::SecretCoordinate,
        Code::ClearText,
        Code::TimeOrder,
        Code::SpecUnusable,
        Code::MisspeltKeyword,
        Code::UnknownKeyword,
        Code::SpecKeyword,
        Code::SpecType,
        Code::KeywordWithoutEffect,
        Code::KeywordUnsupported,
        Code::RepeatedValue,
        Code::UnknownFormat,
        Code::NullFirst,
        Code::BoundsReversed,
        Code::DefaultMismatch,
        Code::ExampleMismatch,
        Code::EnumMismatch,
        Code::RequiredUndeclared,
        Code::OrderRepeated,
        Code::OrderMissing,
        Code::GroupUndeclared,
        Code::DiscriminatorMissing,
        Code::DiscriminatorRepeated,
        Code::DiscriminatorOptional,
        Code::PatternUnanchored,
        Code::PatternPortability,
        Code::PatternBacktracking,
        Code::PatternAgainstFormat,
        Code::SecretUnmarked,
        Code::SecretDenied,
        Code::SecretDefault,
        Code::SecretNotText,
        Code::OauthPath,
        Code::OauthPredicate,
        Code::RowMissing,
        Code::SecretMissing,
        Code::SecretUnused,
        Code::HashMismatch,
        Code::CatalogMismatch,
        Code::CatalogRepeated,
        Code::CatalogUnused,
        Code::DeletedInUse,
        Code::JobConcurrent,
        Code::JobStale,
        Code::AttemptGap,
        Code::AttemptUnfinished,
        Code::RowUnreadable,
        Code::ConnectorGone,
        Code::MemberIgnored,
        Code::MemberDeprecated,
    ];

    /// The code as it is printed.
    #[expect(clippy::too_many_lines, reason = "a line for each code")]
    pub fn as_str(self) -> &'static str {
        match self {
            Code::Type => "type",
            Code::Enum => "enum",
            Code::Const => "const",
            Code::MultipleOf => "multipleOf",
            Code::Maximum => "maximum",
            Code::ExclusiveMaximum => "exclusiveMaximum",
            Code::Minimum => "minimum",
            Code::ExclusiveMinimum => "exclusiveMinimum",
            Code::MaxLength => "maxLength",
            Code::MinLength => "minLength",
            Code::Pattern => "pattern",
            Code::Format => "format",
            Code::AdditionalItems => "additionalItems",
            Code::MaxItems => "maxItems",
            Code::MinItems => "minItems",
            Code::UniqueItems => "uniqueItems",
            Code::Contains => "contains",
            Code::MaxProperties => "maxProperties",
            Code::MinProperties => "minProperties",
            Code::Required => "required",
            Code::AdditionalProperties => "additionalProperties",
            Code::PropertyNames => "propertyNames",
            Code::Dependencies => "dependencies",
            Code::Not => "not",
            Code::False => "false",
            Code::BranchMissing => "branch_missing",
            Code::BranchUnknown => "branch_unknown",
            Code::BranchAmbiguous => "branch_ambiguous",
            Code::BranchType => "branch_type",
            Code::BranchMismatch => "branch_mismatch",
            Code::SecretReference => "secret_reference",
            Code::NearMiss => "near_miss",
            Code::PatternBroken => "pattern_broken",
            Code::PatternUnchecked => "pattern_unchecked",
            Code::Reference => "reference",
            Code::OtherDraft => "other_draft",
            Code::UnexpectedNull => "unexpected_null",
            Code::UnreadableValue => "unreadable_value",
            Code::PartMissing => "part_missing",
            Code::PartUnused => "part_unused",
            Code::ScheduleMismatch => "schedule_mismatch",
            Code::CronExpression => "cron_expression",
            Code::TimeZone => "time_zone",
            Code::NamespaceFormat => "namespace_format",
            Code::ActorType => "actor_type",
            Code::WorkspaceMismatch => "workspace_mismatch",
            Code::StreamName => "stream_name",
            Code::StateType => "state_type",
            Code::Repeated => "repeated",
            Code::ConfigType => "config_type",
            Code::AttemptNumber => "attempt_number",
            Code::StatusMismatch => "status_mismatch",
            Code::Hash => "hash",
            Code::SecretCoordinate => "secret_coordinate",
            Code::ClearText => "clear_text",
            Code::TimeOrder => "time_order",
            Code::SpecUnusable => "spec_unusable",
            Code::MisspeltKeyword => "misspelt_keyword",
            Code::UnknownKeyword => "unknown_keyword",
            Code::SpecKeyword => "spec_keyword",
            Code::SpecType => "spec_type",
            Code::KeywordWithoutEffect => "keyword_without_effect",
            Code::KeywordUnsupported => "keyword_unsupported",
            Code::RepeatedValue => "repeated_value",
            Code::UnknownFormat => "unknown_format",
            Code::NullFirst => "null_first",
            Code::BoundsReversed => "bounds_reversed",
            Code::DefaultMismatch => "default_mismatch",
            Code::ExampleMismatch => "example_mismatch",
            Code::EnumMismatch => "enum_mismatch",
            Code::RequiredUndeclared => "required_undeclared",
            Code::OrderRepeated => "order_repeated",
            Code::OrderMissing => "order_missing",
            Code::GroupUndeclared => "group_undeclared",
            Code::DiscriminatorMissing => "discriminator_missing",
            Code::DiscriminatorRepeated => "discriminator_repeated",
            Code::DiscriminatorOptional => "discriminator_optional",
            Code::PatternUnanchored => "pattern_unanchored",
            Code::PatternPortability => "pattern_portability",
            Code::PatternBacktracking => "pattern_backtracking",
            Code::PatternAgainstFormat => "pattern_against_format",
            Code::SecretUnmarked => "secret_unmarked",
            Code::SecretDenied => "secret_denied",
            Code::SecretDefault => "secret_default",
            Code::SecretNotText => "secret_not_text",
            Code::OauthPath => "oauth_path",
            Code::OauthPredicate => "oauth_predicate",
            Code::RowMissing => "row_missing",
            Code::SecretMissing => "secret_missing",
            Code::SecretUnused => "secret_unused",
            Code::HashMismatch => "hash_mismatch",
            Code::CatalogMismatch => "catalog_mismatch",
            Code::CatalogRepeated => "catalog_repeated",
            Code::CatalogUnused => "catalog_unused",
            Code::DeletedInUse => "deleted_in_use",
            Code::JobConcurrent => "job_concurrent",
            Code::JobStale => "job_stale",
            Code::AttemptGap => "attempt_gap",
            Code::AttemptUnfinished => "attempt_unfinished",
            Code::RowUnreadable => "row_unreadable",
            Code::ConnectorGone => "connector_gone",
            Code::MemberIgnored => "member_ignored",
            Code::MemberDeprecated => "member_deprecated",
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// Whether a document fits, and what there is to say about it.
///
/// ```
/// use airbyte_db::Validator;
///
/// let validator = Validator::new(r#"{"type": "object", "required": ["host"], "properties": {"host": {"title": "Host"}}}"#)?;
/// let verdict = validator.validate("{}")?;
/// assert!(!verdict.valid);
/// assert_eq!(verdict.findings[0].to_string(), "error: Host is missing. (/host)");
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// Whether there is no finding of severity error.
    pub valid: bool,
    /// How many findings there are; more than `findings` holds where the limit was reached.
    pub count: usize,
    /// How many of them are errors.
    pub errors: usize,
    /// The findings, in document order.
    pub findings: Vec<Finding>,
}

impl Verdict {
    /// The verdict as a JSON object, the same in Rust, in JavaScript and on the command line.
    pub fn to_json(&self) -> String {
        // Serialising strings, numbers and lists into memory cannot fail.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// Severity, message, hint and pointer in one line.
impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.severity.as_str(), self.message)?;
        if let Some(hint) = &self.hint {
            write!(formatter, " {hint}")?;
        }
        write!(formatter, " ({})", if self.pointer.is_empty() { "the whole configuration" } else { &self.pointer })
    }
}
