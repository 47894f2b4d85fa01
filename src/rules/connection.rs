//! Connections: schedule, namespace, and what they connect.

use super::actor::{is_given, side};
use super::cron::CronExpression;
use super::judge::Judge;
use super::zones;
use crate::json::{Kind, Value};
use crate::nearest::nearest;
use crate::tables::{ActorType, NamespaceDefinitionType, NonBreakingChangePreferenceType, ScheduleType};
use crate::validate::{Code, quoted};
use std::borrow::Cow;

pub(super) fn check(judge: &mut Judge<'_>) {
    let kind = judge.text("schedule_type").map(|text| ScheduleType::from(&*text)).filter(ScheduleType::is_known);
    match &kind {
        Some(kind) => {
            manual(judge, kind);
            schedule_data(judge, kind);
            old_schedule(judge, kind);
        }
        None if judge.is_null("schedule_type") => untyped_schedule(judge),
        None => {}
    }
    namespace(judge);
    preference(judge);
    ends(judge);
}

/// One row that breaks this makes listing all connections fail (facts, databases 2.4 and trap 31).
fn manual(judge: &mut Judge<'_>, kind: &ScheduleType) {
    let should = *kind == ScheduleType::Manual;
    if judge.truth("manual").is_some_and(|manual| manual != should) {
        let message = format!("manual must be {should}: schedule_type is “{kind}”.");
        judge.error(
            Code::ScheduleMismatch,
            "/manual",
            message,
            "The platform cannot list connections with such a row.",
        );
    }
}

/// The part of `schedule_data` that a type reads; none for manual ones.
fn part_of(kind: &ScheduleType) -> Option<&'static str> {
    match kind {
        ScheduleType::BasicSchedule => Some("basicSchedule"),
        ScheduleType::Cron => Some("cron"),
        _ => None,
    }
}

/// The type decides which part is read (facts, databases 2.4 and blobs 3.5).
fn schedule_data(judge: &mut Judge<'_>, kind: &ScheduleType) {
    let data = judge.object("schedule_data");
    let Some(needed) = part_of(kind) else {
        if data.is_some() {
            let message = "schedule_data must be null: schedule_type is “manual”.".to_owned();
            let hint = "Write null, or write in schedule_type which schedule is meant.";
            judge.error(Code::ScheduleMismatch, "/schedule_data", message, hint);
        }
        return;
    };
    let part = data.and_then(|data| data.get(needed));
    if !is_given(part) && (data.is_some() || judge.is_null("schedule_data")) {
        let pointer = if data.is_some() { format!("/schedule_data/{needed}") } else { "/schedule_data".to_owned() };
        let message = match data {
            Some(_) => format!("{needed} is missing: schedule_type is “{kind}”."),
            None => format!("schedule_data is missing: schedule_type is “{kind}”."),
        };
        let hint = match kind {
            ScheduleType::Cron => r#"For example {"cron": {"cronExpression": "0 0 4 * * ?", "cronTimeZone": "UTC"}}."#,
            _ => r#"For example {"basicSchedule": {"timeUnit": "hours", "units": 24}}."#,
        };
        judge.error(Code::PartMissing, &pointer, message, hint);
    }
    let other = if needed == "cron" { "basicSchedule" } else { "cron" };
    if is_given(data.and_then(|data| data.get(other))) {
        let message = format!("{other} is not used: schedule_type is “{kind}”.");
        judge.warning(Code::PartUnused, &format!("/schedule_data/{other}"), message, "Leave it out.");
    }
    if let (ScheduleType::Cron, Some(cron)) = (kind, part) {
        expression(judge, cron);
        time_zone(judge, cron);
    }
}

/// The column of old: filled beside a basic schedule, with the same, and with nothing else (facts, databases 2.4).
fn old_schedule(judge: &mut Judge<'_>, kind: &ScheduleType) {
    let Some(old) = judge.object("schedule") else { return };
    if *kind != ScheduleType::BasicSchedule {
        let message = format!("schedule is not used: schedule_type is “{kind}”.");
        judge.warning(Code::PartUnused, "/schedule", message, "Write the document null.");
        return;
    }
    let new = judge.object("schedule_data").and_then(|data| data.get("basicSchedule"));
    let differs = |name| match (old.get(name), new.and_then(|new| new.get(name))) {
        (Some(old), Some(new)) => old != new,
        _ => false,
    };
    if let Some(name) = ["timeUnit", "units"].into_iter().find(|name| differs(name)) {
        let message = format!("{name} of schedule is not that of schedule_data, which counts.");
        judge.warning(Code::ScheduleMismatch, &format!("/schedule/{name}"), message, "Write the same in both.");
    }
}

/// Rows from before `schedule_type`: the platform takes the type from `manual`, and the rest from `schedule`.
fn untyped_schedule(judge: &mut Judge<'_>) {
    let has_old = judge.object("schedule").is_some();
    match judge.truth("manual") {
        Some(true) if has_old => {
            let message = "schedule is not used: manual is true.".to_owned();
            judge.warning(Code::PartUnused, "/schedule", message, "Write the document null, or write false in manual.");
        }
        Some(false) if !has_old => {
            let message = "schedule_type is missing: manual is false, and schedule says nothing either.".to_owned();
            judge.warning(Code::ScheduleMismatch, "/schedule_type", message, "Write manual, basic_schedule or cron.");
        }
        _ => {}
    }
}

/// Quartz has to read it (facts, databases 2.4).
fn expression(judge: &mut Judge<'_>, cron: Value<'_>) {
    let Some(text) = cron.get("cronExpression").and_then(Value::as_str) else { return };
    if let Err(error) = CronExpression::parse(&text) {
        let message = format!("cronExpression is no Quartz cron expression: {error}.");
        let hint = meant(&text).map(|meant| format!("Did you mean {}?", quoted(&meant))).unwrap_or_default();
        judge.error(Code::CronExpression, "/schedule_data/cron/cronExpression", message, &hint);
    }
}

/// The same in Quartz's grammar, for expressions without seconds or without a `?` for the days that do not count.
fn meant(text: &str) -> Option<String> {
    let mut fields: Vec<&str> = text.split_ascii_whitespace().collect();
    if fields.len() == 5 {
        // Unix counts days of the week from 0.
        if fields[4].bytes().any(|byte| byte.is_ascii_digit()) {
            return None;
        }
        fields.insert(0, "0");
    }
    let day = if fields.get(5) == Some(&"*") { 5 } else { 3 };
    if fields.get(day) == Some(&"*") && !fields.contains(&"?") {
        fields[day] = "?";
    }
    let meant = fields.join(" ");
    CronExpression::parse(&meant).is_ok().then_some(meant)
}

/// Joda-Time has to know it, and the API refuses what begins with `etc` (facts, databases 2.4).
fn time_zone(judge: &mut Judge<'_>, cron: Value<'_>) {
    let Some(zone) = cron.get("cronTimeZone").and_then(Value::as_str) else { return };
    if !zones::is_known(&zone) {
        let why = if zones::is_refused(&zone) { "one that the platform takes" } else { "a known time zone" };
        let message = format!("cronTimeZone is not {why}.");
        let hint = match zones::meant(&zone) {
            Some(meant) if zones::is_refused(&zone) => format!("Write {}.", quoted(&meant)),
            Some(meant) => format!("Did you mean {}?", quoted(&meant)),
            None => "Write a name such as “Europe/Berlin” or “UTC”.".to_owned(),
        };
        judge.error(Code::TimeZone, "/schedule_data/cron/cronTimeZone", message, &hint);
    }
}

/// The only words that the platform replaces in a `namespace_format`.
const PLACEHOLDER: &str = "${SOURCE_NAMESPACE}";

/// The format counts for the custom namespace only; a blank one leaves streams without any (facts, databases 2.4).
fn namespace(judge: &mut Judge<'_>) {
    let column = if judge.has("namespace_definition") { "namespace_definition" } else { "namespace_type" };
    let Some(kind) = judge.text(column) else { return };
    // The data catalog's names for both (facts, databases 1.4).
    let kind = if column == "namespace_type" && kind == "custom" { "customformat" } else { &kind };
    let kind = NamespaceDefinitionType::from(kind);
    let format = match judge.value("namespace_format") {
        Some(value) if value.kind() == Kind::String => value.as_str().unwrap_or_default(),
        Some(value) if !value.is_null() => return,
        _ => Cow::Borrowed(""),
    };
    let is_blank = format.trim().is_empty();
    match kind {
        NamespaceDefinitionType::CustomFormat if is_blank => {
            let message = format!("namespace_format is missing: {column} is “{kind}”.");
            let hint =
                "Without it streams go to the destination's own namespace. For example “${SOURCE_NAMESPACE}_raw”.";
            judge.error(Code::PartMissing, "/namespace_format", message, hint);
        }
        NamespaceDefinitionType::CustomFormat if format.replace(PLACEHOLDER, "").contains("${") => {
            let message = "namespace_format has a placeholder that the platform does not know.".to_owned();
            let hint = "It replaces “${SOURCE_NAMESPACE}” only, written exactly so.";
            judge.warning(Code::NamespaceFormat, "/namespace_format", message, hint);
        }
        NamespaceDefinitionType::Source | NamespaceDefinitionType::Destination if !is_blank => {
            let message = format!("namespace_format is not used: {column} is “{kind}”.");
            let hint = "Leave it out, or write customformat in namespace_definition.";
            judge.warning(Code::PartUnused, "/namespace_format", message, hint);
        }
        _ => {}
    }
}

/// The column takes any short text, the platform two (facts, databases 1.2 and trap 12).
fn preference(judge: &mut Judge<'_>) {
    let Some(text) = judge.text("non_breaking_change_preference") else { return };
    if !NonBreakingChangePreferenceType::from(&*text).is_known() {
        let near = nearest(&text, NonBreakingChangePreferenceType::LITERALS.iter().copied());
        let hint = near.map(|near| format!("Did you mean {}?", quoted(near))).unwrap_or_default();
        let message = "non_breaking_change_preference must be “ignore” or “disable”.".to_owned();
        judge.error(Code::Enum, "/non_breaking_change_preference", message, &hint);
    }
}

/// A source and a destination, of one workspace (facts, databases 1.2 and 2.4).
fn ends(judge: &mut Judge<'_>) {
    let source = judge.neighbour("actor", "source_id");
    let destination = judge.neighbour("actor", "destination_id");
    for (column, actor, wanted) in
        [("source_id", &source, ActorType::Source), ("destination_id", &destination, ActorType::Destination)]
    {
        if let Some(found) = actor.as_ref().and_then(side)
            && found != wanted
        {
            let message = format!("{column} is the id of a {found}.");
            let hint = format!("Write the id of a {wanted}.");
            judge.error(Code::ActorType, &format!("/{column}"), message, &hint);
        }
    }
    let workspaces = source.as_ref().zip(destination.as_ref());
    let workspaces =
        workspaces.and_then(|(source, destination)| source.text("workspace_id").zip(destination.text("workspace_id")));
    if workspaces.is_some_and(|(source, destination)| !source.eq_ignore_ascii_case(&destination)) {
        let message = "The source and the destination are in different workspaces.".to_owned();
        judge.error(Code::WorkspaceMismatch, "/destination_id", message, "Choose two of the same workspace.");
    }
}
