//! What is deleted stays, marked as deleted, and takes with it what hangs on it (facts, databases 2.4 and 2.12).

use super::{Reader, Writer};
use crate::error::{Result, StoreProblem};
use crate::table::{Cell, ColumnValue};
use crate::tables::{Actor, ActorDefinition, Connection, ConnectionOperation, Operation, StatusType, Workspace};
use jiff::Timestamp;
use uuid::Uuid;

impl Reader<'_> {
    /// The operations of a connection, by name. Deleted ones are among them.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn operations_of(&self, connection: Uuid) -> Result<Vec<Operation>> {
        let rest =
            "WHERE id IN (SELECT operation_id FROM connection_operation WHERE connection_id = ?1) ORDER BY name, id";
        self.select(rest, &[connection.into()])
    }

    /// The connections of a workspace that are not deleted, by name: those of its sources. NULL as a status counts as
    /// live, which the platform's own list leaves out (facts, trap 38).
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn live_connections_of(&self, workspace: Uuid) -> Result<Vec<Connection>> {
        let rest = "WHERE source_id IN (SELECT id FROM actor WHERE workspace_id = ?1) AND status IS NOT 'deprecated' \
                    ORDER BY name, id";
        self.select(rest, &[workspace.into()])
    }
}

impl Writer<'_> {
    /// Gives a connection another status.
    ///
    /// # Errors
    /// [`StoreProblem::NotAllowed`]: it is `deprecated`, which is final.
    pub fn set_connection_status(&self, connection: Uuid, status: &StatusType) -> Result<()> {
        let before = self.existing::<Connection>(connection)?.status;
        if before == Some(StatusType::Deprecated) && *status != StatusType::Deprecated {
            let message = format!("connection {connection} is deleted (deprecated), and stays so; make a new one");
            return Err(StoreProblem::NotAllowed.because(message));
        }
        let values = [status.cell(), self.now()?.into(), connection.into()];
        self.execute("UPDATE connection SET status = ?1, updated_at = ?2 WHERE id = ?3", &values)?;
        Ok(())
    }

    /// Deletes a connection: it becomes `deprecated`, and its row stays.
    ///
    /// # Errors
    /// No such connection.
    pub fn delete_connection(&self, connection: Uuid) -> Result<()> {
        self.set_connection_status(connection, &StatusType::Deprecated)
    }

    /// Deletes an actor, and its connections.
    ///
    /// # Errors
    /// No such actor.
    pub fn delete_actor(&self, actor: Uuid) -> Result<()> {
        self.existing::<Actor>(actor)?;
        self.delete_actors("id = ?1", actor)
    }

    /// Deletes a definition, its actors, and their connections.
    ///
    /// # Errors
    /// No such definition.
    pub fn delete_definition(&self, definition: Uuid) -> Result<()> {
        self.existing::<ActorDefinition>(definition)?;
        self.delete_actors("actor_definition_id = ?1", definition)?;
        self.mark("actor_definition", "id = ?1", definition, self.now()?)
    }

    /// Deletes a workspace, its actors, and their connections.
    ///
    /// # Errors
    /// No such workspace.
    pub fn delete_workspace(&self, workspace: Uuid) -> Result<()> {
        self.existing::<Workspace>(workspace)?;
        self.delete_actors("workspace_id = ?1", workspace)?;
        self.mark("workspace", "id = ?1", workspace, self.now()?)
    }

    /// Deletes an operation, and takes it off all connections. `updated_at` stays, as with the platform.
    ///
    /// # Errors
    /// No such operation.
    pub fn delete_operation(&self, operation: Uuid) -> Result<()> {
        self.existing::<Operation>(operation)?;
        self.execute("DELETE FROM connection_operation WHERE operation_id = ?1", &[operation.into()])?;
        self.execute("UPDATE operation SET tombstone = 1 WHERE id = ?1", &[operation.into()])?;
        Ok(())
    }

    /// Says which operations a connection has. Those that it had and no other connection has are deleted.
    ///
    /// # Errors
    /// [`StoreProblem::NotAllowed`]: an operation of another workspace. A connection or operation that is not there.
    pub fn set_operations(&self, connection: Uuid, operations: &[Uuid]) -> Result<()> {
        let source = self.existing::<Connection>(connection)?.source_id;
        let workspace = self.existing::<Actor>(source)?.workspace_id;
        for operation in operations {
            if self.existing::<Operation>(*operation)?.workspace_id != workspace {
                let message = format!("operation {operation} is of another workspace than connection {connection}");
                return Err(StoreProblem::NotAllowed.because(message));
            }
        }
        let before = self.operations_of(connection)?;
        self.execute("DELETE FROM connection_operation WHERE connection_id = ?1", &[connection.into()])?;
        let now = self.now()?;
        for operation in operations {
            self.insert(&ConnectionOperation {
                id: self.new_id()?,
                connection_id: connection,
                operation_id: *operation,
                created_at: now,
                updated_at: now,
            })?;
        }
        for operation in before.iter().map(|operation| operation.id) {
            let is_used = "SELECT 1 FROM connection_operation WHERE operation_id = ?1";
            if !self.exists(is_used, &[operation.into()])? {
                self.delete_operation(operation)?;
            }
        }
        Ok(())
    }

    fn delete_actors(&self, condition: &str, id: Uuid) -> Result<()> {
        let now = self.now()?;
        let actors = format!("(SELECT id FROM actor WHERE {condition})");
        let connections = format!(
            "UPDATE connection SET status = 'deprecated', updated_at = ?2 \
             WHERE (source_id IN {actors} OR destination_id IN {actors}) AND status IS NOT 'deprecated'"
        );
        self.execute(&connections, &[id.into(), now.into()])?;
        self.mark("actor", condition, id, now)
    }

    /// Those that are deleted already keep the time of it.
    fn mark(&self, table: &str, condition: &str, id: Uuid, now: Timestamp) -> Result<()> {
        let sql = format!("UPDATE {table} SET tombstone = 1, updated_at = ?2 WHERE {condition} AND NOT tombstone");
        let values: [Cell<'_>; 2] = [id.into(), now.into()];
        self.execute(&sql, &values)?;
        Ok(())
    }
}
