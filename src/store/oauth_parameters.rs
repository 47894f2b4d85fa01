//! OAuth parameters: which row holds, and one row for each scope (facts, databases 2.7).

use super::{Reader, Writer};
use crate::error::Result;
use crate::json::Json;
use crate::oauth::{self, OAuthParameter};
use crate::table::{Cell, ColumnValue};
use crate::tables::{ActorOauthParameter, ActorType};
use uuid::Uuid;

impl Reader<'_> {
    /// The parameters that hold for a definition in a workspace: the workspace's own, or else the deployment's.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn oauth_parameter_for(
        &self,
        definition: Uuid,
        workspace: Uuid,
        actor_type: &ActorType,
    ) -> Result<Option<ActorOauthParameter>> {
        let rest = "WHERE actor_definition_id = ?1 AND actor_type = ?3 AND (workspace_id IS NULL OR workspace_id = ?2)";
        let mut rows: Vec<ActorOauthParameter> =
            self.select(rest, &[definition.into(), workspace.into(), actor_type.cell()])?;
        let (definition, workspace) = (definition.to_string(), workspace.to_string());
        let texts: Vec<_> = rows.iter().map(|row| (row.id.to_string(), row.workspace_id.is_some())).collect();
        let candidates = texts.iter().map(|(id, of_workspace)| OAuthParameter {
            id,
            workspace_id: of_workspace.then_some(workspace.as_str()),
            actor_definition_id: &definition,
            configuration: "{}",
        });
        let candidates: Vec<OAuthParameter<'_>> = candidates.collect();
        let chosen = oauth::choose(&candidates, &definition, &workspace);
        let at = chosen.and_then(|chosen| candidates.iter().position(|candidate| candidate == chosen));
        Ok(at.map(|at| rows.swap_remove(at)))
    }
}

impl Writer<'_> {
    /// Sets the parameters of a definition for a workspace, or for the whole deployment where none is given.
    ///
    /// There is one row for each scope afterwards, or one of several is changed: the one that holds. The platform adds
    /// another row for the deployment each time (facts, trap 33).
    ///
    /// # Errors
    /// Parameters that are no object.
    pub fn set_oauth_parameter(
        &self,
        definition: Uuid,
        workspace: Option<Uuid>,
        actor_type: &ActorType,
        configuration: &Json,
    ) -> Result<Uuid> {
        let now = self.now()?;
        let scope = workspace.map_or(Cell::Null, Cell::Uuid);
        let rest = "WHERE actor_definition_id = ?1 AND workspace_id IS ?2 AND actor_type = ?3 ORDER BY created_at, id";
        let row: Option<ActorOauthParameter> = self.first(rest, &[definition.into(), scope, actor_type.cell()])?;
        let held = self.oauth_parameter_for(definition, workspace.unwrap_or_default(), actor_type)?;
        let row = held.filter(|held| held.workspace_id == workspace).or(row);
        if let Some(mut row) = row {
            row.configuration = configuration.clone();
            row.updated_at = now;
            self.update(&row)?;
            return Ok(row.id);
        }
        let id = self.new_id()?;
        self.insert(&ActorOauthParameter {
            id,
            workspace_id: workspace,
            actor_definition_id: definition,
            configuration: configuration.clone(),
            actor_type: actor_type.clone(),
            created_at: now,
            updated_at: now,
        })?;
        Ok(id)
    }
}
