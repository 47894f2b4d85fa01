//! Workspaces: notifications that can be sent, tokens that are not in the clear.

use super::judge::Judge;
use super::secret;
use crate::json::{Kind, Value};
use crate::validate::Code;

pub(super) fn check(judge: &mut Judge<'_>) {
    notifications(judge);
    tokens(judge);
}

/// Nothing checks that a notification has the configuration of its type (facts, blobs 3.9).
fn notifications(judge: &mut Judge<'_>) {
    let Some(notifications) = judge.value("notifications") else { return };
    for (number, notification) in notifications.items().enumerate() {
        let is_slack = notification.get("notificationType").and_then(Value::as_str).is_some_and(|kind| kind == "slack");
        if is_slack && notification.get("slackConfiguration").is_none_or(Value::is_null) {
            let pointer = format!("/notifications/{number}/slackConfiguration");
            let message = "slackConfiguration is missing: notificationType is “slack”.".to_owned();
            judge.warning(Code::PartMissing, &pointer, message, "Add it, with the webhook to send to.");
        }
    }
}

/// Tokens are split off into `secrets` when they are stored (facts, databases 2.10 and blobs 3.10).
fn tokens(judge: &mut Judge<'_>) {
    let Some(configs) = judge.value("webhook_operation_configs").and_then(|value| value.get("webhookConfigs")) else {
        return;
    };
    for (number, config) in configs.items().enumerate() {
        let pointer = format!("/webhook_operation_configs/webhookConfigs/{number}/authToken");
        match config.get("authToken") {
            Some(token) if token.kind() == Kind::String => secret::in_the_clear(judge, &pointer, "authToken"),
            Some(token) if token.kind() == Kind::Object => {
                secret::reference(judge, &pointer, "authToken", token, secret::IN_WORKSPACE);
            }
            _ => {}
        }
    }
}
