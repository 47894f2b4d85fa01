//! How far a connection's syncs have come, in the forms in which connectors say so.
//!
//! A row of `state` of the types `STREAM` and `GLOBAL` holds the connector's own document: [`Json`] of any shape. A
//! `LEGACY` row, and every job, holds a [`State`].

use crate::error::{Error, ErrorKind, Result};
use crate::json::Json;
use crate::literal::literals;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A state with one member around it: what a `LEGACY` row of `state` holds, and what jobs and attempts hold.
///
/// ```
/// use airbyte_db::blobs::{State, TypedState};
/// use airbyte_db::json::Json;
///
/// let kept: Json<State> = Json::parse(
///     r#"{"state": [{"type": "STREAM", "stream": {
///         "stream_descriptor": {"name": "orders", "namespace": "shop"}, "stream_state": {"last_id": 90071992547409931}
///     }}]}"#,
/// )?;
/// let TypedState::Stream(messages) = TypedState::of(&kept.read()?.state)? else { panic!("one state a stream") };
/// let orders = messages[0].stream.as_ref().unwrap();
/// assert_eq!(orders.stream_descriptor.name, "orders");
/// assert_eq!(orders.stream_state.as_ref().unwrap().text(), r#"{"last_id":90071992547409931}"#);
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct State {
    /// The state: a connector's own document, or a list of state messages. [`TypedState::of`] tells which.
    #[schemars(extend("type" = ["object", "array"]))]
    pub state: Json,
}

/// The protocol's state message: what a connector says of how far it is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AirbyteStateMessage {
    /// What it speaks of; `LEGACY` where absent.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub state_type: Option<AirbyteStateType>,
    /// For `STREAM`: the stream and its state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stream: Option<AirbyteStreamState>,
    /// For `GLOBAL`: the state that streams share, and each one's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub global: Option<AirbyteGlobalState>,
    /// For `LEGACY`: the whole state. Connectors once wrote it beside the others too.
    #[serde(default, deserialize_with = "crate::json::kept_document", skip_serializing_if = "Option::is_none")]
    pub data: Option<Json>,
}

impl AirbyteStateMessage {
    /// What it speaks of, the default filled in.
    pub fn kind(&self) -> AirbyteStateType {
        self.state_type.clone().unwrap_or(AirbyteStateType::Legacy)
    }
}

literals! {
    /// What a state message speaks of, as the protocol spells it.
    pub enum AirbyteStateType {
        /// A state that streams share.
        Global = "GLOBAL",
        /// One stream.
        Stream = "STREAM",
        /// The whole connection, in one document.
        Legacy = "LEGACY",
    }
}

/// How far one stream is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AirbyteStreamState {
    /// The stream.
    pub stream_descriptor: StreamDescriptor,
    /// The connector's own document. Where it is absent or `null`, the stream has no state.
    #[serde(default, deserialize_with = "crate::json::kept_document", skip_serializing_if = "Option::is_none")]
    pub stream_state: Option<Json>,
}

/// How far a connection is whose streams share a state.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AirbyteGlobalState {
    /// The connector's own document for all streams. Where it is absent or `null`, there is none.
    #[serde(default, deserialize_with = "crate::json::kept_document", skip_serializing_if = "Option::is_none")]
    pub shared_state: Option<Json>,
    /// Each stream's own.
    pub stream_states: Vec<AirbyteStreamState>,
}

/// What a stream is known by.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct StreamDescriptor {
    /// Its name; an empty text is one.
    pub name: String,
    /// Its namespace; an empty text is not the same as none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
}

/// A state, told apart as the platform does it (facts, databases 2.5).
///
/// ```
/// use airbyte_db::blobs::TypedState;
/// use airbyte_db::json::Json;
///
/// let own = TypedState::of(&Json::parse(r#"{"orders": {"updated_at": "2023-01-30"}}"#)?)?;
/// assert!(matches!(&own, TypedState::Legacy(_)));
/// assert_eq!(own.to_state()?.unwrap().state.text(), r#"{"orders":{"updated_at":"2023-01-30"}}"#);
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub enum TypedState {
    /// There is none.
    None,
    /// A connector's own document for the whole connection.
    Legacy(Json),
    /// One message a stream.
    Stream(Vec<AirbyteStateMessage>),
    /// One message for all streams.
    Global(AirbyteStateMessage),
}

impl TypedState {
    /// Tells what a state is: the content of [`State::state`], or what a connector left.
    ///
    /// Whatever cannot be read as a list of state messages is a connector's own document; so is a list of messages
    /// without a type. Members of messages that this version does not know are not carried over.
    ///
    /// # Errors
    /// Several messages that are not all of streams: they cannot stand for one connection.
    pub fn of(state: &Json) -> Result<TypedState> {
        if state.is_null() {
            return Ok(TypedState::None);
        }
        let legacy = || Ok(TypedState::Legacy(state.clone()));
        let messages = Json::<Vec<AirbyteStateMessage>>::of_valid(state.text()).read().ok();
        // A type that it does not know keeps the platform from reading the whole list.
        let Some(mut messages) = messages.filter(|messages| messages.iter().all(|message| message.kind().is_known()))
        else {
            return legacy();
        };
        if messages.iter().all(|message| message.state_type.is_none()) {
            return if messages.is_empty() { Ok(TypedState::None) } else { legacy() };
        }
        if messages.iter().all(|message| message.kind() == AirbyteStateType::Stream) {
            return Ok(TypedState::Stream(messages));
        }
        match messages.pop() {
            Some(message) if messages.is_empty() && message.kind() == AirbyteStateType::Global => {
                Ok(TypedState::Global(message))
            }
            Some(message) if messages.is_empty() => Ok(TypedState::Legacy(message.data.unwrap_or_else(Json::null))),
            _ => Err(mixed()),
        }
    }

    /// What a job holds of it; `None` where there is no state.
    ///
    /// # Errors
    /// None for what [`TypedState::of`] gave.
    pub fn to_state(&self) -> Result<Option<State>> {
        let messages = match self {
            TypedState::None => return Ok(None),
            TypedState::Legacy(state) => return Ok(Some(State { state: state.clone() })),
            TypedState::Stream(messages) => messages.as_slice(),
            TypedState::Global(message) => std::slice::from_ref(message),
        };
        let messages: Vec<&AirbyteStateMessage> = messages.iter().collect();
        Ok(Some(State { state: Json::of_valid(Json::of(&messages)?.text()) }))
    }
}

fn mixed() -> Error {
    let message = "the state has several messages, but they are not all of type STREAM";
    ErrorKind::Shape { pointer: String::new(), message: message.to_owned() }.into()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that finds no value has failed; the line says where")]

    use super::*;

    const ORDERS: &str =
        r#"{"type":"STREAM","stream":{"stream_descriptor":{"name":"orders"},"stream_state":{"id":5}}}"#;
    const VISITS: &str = r#"{"type":"STREAM","stream":{"stream_descriptor":{"name":"visits","namespace":""}}}"#;
    const SHARED: &str = r#"{"type":"GLOBAL","global":{"shared_state":{"lsn":7},"stream_states":[]}}"#;
    const UNTYPED: &str = r#"{"data":{"id":5}}"#;

    fn of(text: &str) -> TypedState {
        TypedState::of(&Json::parse(text).unwrap()).unwrap()
    }

    fn is_legacy(text: &str, blob: &str) -> bool {
        of(text) == TypedState::Legacy(Json::parse(blob).unwrap())
    }

    fn is_all_legacy(text: &str) -> bool {
        is_legacy(text, text)
    }

    #[test]
    fn null_and_an_empty_list_are_no_state() {
        assert_eq!(of("null"), TypedState::None);
        assert_eq!(of("[]"), TypedState::None);
        assert_eq!(TypedState::None.to_state().unwrap(), None);
    }

    #[test]
    fn what_is_no_list_of_messages_is_the_connectors_own() {
        for text in [r#"{"orders":5}"#, r#""cursor""#, "5", "[1,2]", r#"[{"type":"NEW"}]"#, r#"[{"stream":5}]"#, ORDERS]
        {
            assert!(is_all_legacy(text), "{text}");
        }
    }

    #[test]
    fn messages_without_a_type_are_the_connectors_own_list() {
        assert!(is_all_legacy(&format!("[{UNTYPED}]")));
        assert!(is_all_legacy(&format!("[{UNTYPED},{UNTYPED}]")));
        assert!(is_all_legacy(r#"[{"type":null,"orders":5}]"#));
    }

    #[test]
    fn one_message_is_what_its_type_says() {
        assert!(matches!(of(&format!("[{ORDERS}]")), TypedState::Stream(messages) if messages.len() == 1));
        assert!(matches!(of(&format!("[{SHARED}]")), TypedState::Global(_)));
        assert!(is_legacy(r#"[{"type":"LEGACY","data":{"id":5}}]"#, r#"{"id":5}"#));
        assert!(is_legacy(r#"[{"type":"LEGACY"}]"#, "null"));
    }

    #[test]
    fn several_messages_are_all_of_streams_or_an_error() {
        assert!(matches!(of(&format!("[{ORDERS},{VISITS}]")), TypedState::Stream(messages) if messages.len() == 2));
        let legacy = r#"{"type":"LEGACY","data":5}"#;
        for (left, right) in
            [(ORDERS, SHARED), (SHARED, SHARED), (ORDERS, UNTYPED), (legacy, legacy), (legacy, UNTYPED)]
        {
            let text = Json::parse(&format!("[{left},{right}]")).unwrap();
            let error = TypedState::of(&text).unwrap_err();
            assert_eq!(error.to_string(), "the state has several messages, but they are not all of type STREAM");
        }
    }

    #[test]
    fn a_jobs_state_is_the_same_state_again() {
        for text in [format!("[{ORDERS},{VISITS}]"), format!("[{SHARED}]"), r#"{"orders":[]}"#.to_owned()] {
            let state = of(&text).to_state().unwrap().unwrap();
            assert_eq!(state.state.text(), text);
            assert_eq!(TypedState::of(&state.state).unwrap(), of(&text));
        }
    }

    #[test]
    fn an_absent_type_is_legacy() {
        assert_eq!(AirbyteStateMessage::default().kind(), AirbyteStateType::Legacy);
    }
}
