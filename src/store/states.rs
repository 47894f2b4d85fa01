//! How far a connection is: read and written as stream, global or legacy state (facts, databases 2.5).

use super::{Reader, Writer};
use crate::blobs::{self, AirbyteGlobalState, AirbyteStateMessage, AirbyteStateType, AirbyteStreamState};
use crate::blobs::{StreamDescriptor, TypedState};
use crate::error::{Error, Result, StoreProblem};
use crate::json::Json;
use crate::table::{Cell, ColumnValue};
use crate::tables::{State, StateType};
use jiff::Timestamp;
use uuid::Uuid;

impl Reader<'_> {
    /// The state of a connection.
    ///
    /// The streams come by namespace and name; the platform gives them in no order.
    ///
    /// # Errors
    /// [`StoreProblem::NotAllowed`]: rows of several types, which the platform does not read either.
    pub fn state_of(&self, connection: Uuid) -> Result<TypedState> {
        let rows: Vec<State> =
            self.select("WHERE connection_id = ?1 ORDER BY namespace, stream_name, id", &[connection.into()])?;
        let Some(first) = rows.first() else { return Ok(TypedState::None) };
        if rows.iter().any(|row| row.r#type != first.r#type) {
            let message =
                format!("the rows of state of connection {connection} are of several types; keep one of them");
            return Err(StoreProblem::NotAllowed.because(message));
        }
        match first.r#type {
            StateType::Legacy => Ok(TypedState::Legacy(unwrapped(first)?)),
            StateType::Stream => Ok(TypedState::Stream(rows.iter().map(stream_message).collect())),
            StateType::Global => Ok(TypedState::Global(global_message(&rows))),
            StateType::Unknown(_) => {
                let message =
                    format!("connection {connection} has a state of type {}, which is not known", first.r#type);
                Err(StoreProblem::NotAllowed.because(message))
            }
        }
    }

    /// The type of a connection's state; none where there is no state.
    ///
    /// # Errors
    /// As [`Reader::state_of`].
    pub fn state_type_of(&self, connection: Uuid) -> Result<Option<StateType>> {
        Ok(match self.state_of(connection)? {
            TypedState::None => None,
            TypedState::Legacy(_) => Some(StateType::Legacy),
            TypedState::Stream(_) => Some(StateType::Stream),
            TypedState::Global(_) => Some(StateType::Global),
        })
    }
}

impl Writer<'_> {
    /// Writes the state of a connection.
    ///
    /// What is not mentioned stays. A state that is absent or `null` removes its row. All rows of a connection are of
    /// one type: a legacy state may become one of streams or a global one, and is gone then; any other change needs a
    /// reset first.
    ///
    /// ```
    /// # use airbyte_db::table::Row;
    /// # use airbyte_db::tables::{Actor, ActorCatalog, ActorDefinition, Connection, Workspace};
    /// # let mut store = airbyte_db::store::Store::in_memory()?;
    /// # let connection = Connection::read(include_str!("../../tests/fixtures/rows/connection.json"))?;
    /// # let source = Actor::read(include_str!("../../tests/fixtures/rows/actor.json"))?;
    /// # let destination = Actor { id: connection.destination_id, ..source.clone() };
    /// # store.write(|writer| {
    /// #     writer.insert(&Workspace::read(include_str!("../../tests/fixtures/rows/workspace.json"))?)?;
    /// #     writer.insert(&ActorDefinition::read(include_str!("../../tests/fixtures/rows/actor_definition.json"))?)?;
    /// #     writer.insert(&ActorCatalog::read(include_str!("../../tests/fixtures/rows/actor_catalog.json"))?)?;
    /// #     writer.insert_unjudged(&source)?;
    /// #     writer.insert_unjudged(&destination)?;
    /// #     writer.insert_unjudged(&connection)
    /// # })?;
    /// use airbyte_db::blobs::TypedState;
    /// use airbyte_db::json::Json;
    ///
    /// let messages = Json::parse(r#"[{"type": "STREAM", "stream": {
    ///     "stream_descriptor": {"name": "orders"}, "stream_state": {"last_id": 7}}}]"#)?;
    /// store.write(|writer| writer.write_state(connection.id, &TypedState::of(&messages)?))?;
    /// let TypedState::Stream(streams) = store.read().state_of(connection.id)? else { panic!("one state a stream") };
    /// assert_eq!(streams[0].stream.as_ref().unwrap().stream_descriptor.name, "orders");
    /// # Ok::<(), airbyte_db::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`StoreProblem::NotAllowed`]: the connection has a state of another type. A connection that is not there.
    pub fn write_state(&self, connection: Uuid, state: &TypedState) -> Result<()> {
        let now = self.now()?;
        match state {
            TypedState::None => Ok(()),
            TypedState::Legacy(state) => {
                self.change_type(connection, &StateType::Legacy)?;
                let wrapped = if state.is_null() { None } else { Some(wrapped(state)?) };
                self.put_state(connection, &StateType::Legacy, None, wrapped.as_ref(), now)
            }
            TypedState::Stream(messages) => {
                self.change_type(connection, &StateType::Stream)?;
                let streams = messages.iter().filter_map(|message| message.stream.as_ref());
                self.put_streams(connection, &StateType::Stream, streams, now)
            }
            TypedState::Global(message) => {
                self.change_type(connection, &StateType::Global)?;
                let Some(global) = &message.global else { return Err(no_global_state()) };
                self.put_state(connection, &StateType::Global, None, global.shared_state.as_ref(), now)?;
                self.put_streams(connection, &StateType::Global, global.stream_states.iter(), now)
            }
        }
    }

    /// Sees to it that a connection has no state of another type.
    fn change_type(&self, connection: Uuid, to: &StateType) -> Result<()> {
        match self.state_type_of(connection)? {
            None => Ok(()),
            Some(from) if from == *to => Ok(()),
            Some(StateType::Legacy) => {
                self.execute("DELETE FROM state WHERE connection_id = ?1", &[connection.into()])?;
                Ok(())
            }
            Some(from) => {
                let message = format!("the state of connection {connection} is {from}; only a reset can make it {to}");
                Err(StoreProblem::NotAllowed.because(message))
            }
        }
    }

    fn put_streams<'state>(
        &self,
        connection: Uuid,
        state_type: &StateType,
        streams: impl Iterator<Item = &'state AirbyteStreamState>,
        now: Timestamp,
    ) -> Result<()> {
        for stream in streams {
            let (descriptor, state) = (&stream.stream_descriptor, stream.stream_state.as_ref());
            self.put_state(connection, state_type, Some(descriptor), state, now)?;
        }
        Ok(())
    }

    /// Writes one row, or removes it.
    fn put_state(
        &self,
        connection: Uuid,
        state_type: &StateType,
        stream: Option<&StreamDescriptor>,
        state: Option<&Json>,
        now: Timestamp,
    ) -> Result<()> {
        let name = stream.map(|stream| stream.name.as_str());
        let namespace = stream.and_then(|stream| stream.namespace.as_deref());
        let row: [Cell<'_>; 3] = [connection.into(), text(name), text(namespace)];
        let found = "connection_id = ?1 AND stream_name IS ?2 AND namespace IS ?3";
        let Some(state) = state.filter(|state| !state.is_null()) else {
            self.execute(&format!("DELETE FROM state WHERE {found}"), &row)?;
            return Ok(());
        };
        let [connection_cell, name_cell, namespace_cell] = row;
        let values = [connection_cell, name_cell, namespace_cell, state.cell(), now.into()];
        let update = format!("UPDATE state SET state = ?4, updated_at = ?5 WHERE {found}");
        if self.execute(&update, &values)? > 0 {
            return Ok(());
        }
        self.insert_unjudged(&State {
            id: self.new_id()?,
            connection_id: connection,
            state: Some(state.clone()),
            created_at: now,
            updated_at: now,
            stream_name: name.map(str::to_owned),
            namespace: namespace.map(str::to_owned),
            r#type: state_type.clone(),
        })
    }
}

fn text(text: Option<&str>) -> Cell<'_> {
    text.map_or(Cell::Null, Cell::from)
}

/// A legacy row holds its state inside one member.
fn wrapped(state: &Json) -> Result<Json> {
    Json::parse(&format!("{{\"state\":{}}}", state.text()))
}

fn unwrapped(row: &State) -> Result<Json> {
    let Some(state) = &row.state else { return Ok(Json::null()) };
    Ok(Json::<blobs::State>::parse(state.text())?.read()?.state)
}

fn stream_of(row: &State) -> AirbyteStreamState {
    let name = row.stream_name.clone().unwrap_or_default();
    let stream_descriptor = StreamDescriptor { name, namespace: row.namespace.clone() };
    AirbyteStreamState { stream_descriptor, stream_state: row.state.clone() }
}

fn stream_message(row: &State) -> AirbyteStateMessage {
    let state_type = Some(AirbyteStateType::Stream);
    AirbyteStateMessage { state_type, stream: Some(stream_of(row)), ..AirbyteStateMessage::default() }
}

/// The row without a stream is what the streams share.
fn global_message(rows: &[State]) -> AirbyteStateMessage {
    let is_shared = |row: &&State| row.stream_name.is_none() && row.namespace.is_none();
    let global = AirbyteGlobalState {
        shared_state: rows.iter().find(is_shared).and_then(|row| row.state.clone()),
        stream_states: rows.iter().filter(|row| !is_shared(row)).map(stream_of).collect(),
    };
    let state_type = Some(AirbyteStateType::Global);
    AirbyteStateMessage { state_type, global: Some(global), ..AirbyteStateMessage::default() }
}

fn no_global_state() -> Error {
    StoreProblem::NotAllowed.because("the message of type GLOBAL has no member `global`")
}
