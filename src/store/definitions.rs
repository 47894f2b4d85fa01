//! Which definitions a workspace sees, and who may use one (facts, databases 2.8).

use super::{Reader, Writer};
use crate::error::Result;
use crate::table::ColumnValue;
use crate::tables::{ActorDefinition, ActorDefinitionWorkspaceGrant, ActorType, ReleaseStage};
use uuid::Uuid;

const GRANTED: &str = "EXISTS (SELECT 1 FROM actor_definition_workspace_grant AS granted \
                       WHERE granted.actor_definition_id = actor_definition.id AND granted.workspace_id = ?2)";

impl Reader<'_> {
    /// The definitions that a workspace sees: the public ones, then those that are granted to it, each by name. Deleted
    /// ones are left out; whether one is `custom` does not count.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn visible_definitions(&self, workspace: Uuid, actor_type: &ActorType) -> Result<Vec<ActorDefinition>> {
        let rest =
            format!("WHERE actor_type = ?1 AND NOT tombstone AND (public OR {GRANTED}) ORDER BY public DESC, name, id");
        self.select(&rest, &[actor_type.cell(), workspace.into()])
    }

    /// The definitions that may be granted to a workspace, by name, each with whether it is: those that are neither
    /// public nor custom.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn grantable_definitions(
        &self,
        workspace: Uuid,
        actor_type: &ActorType,
    ) -> Result<Vec<(ActorDefinition, bool)>> {
        let rest = "WHERE actor_type = ?1 AND NOT tombstone AND NOT public AND NOT custom ORDER BY name, id";
        let definitions: Vec<ActorDefinition> = self.select(rest, &[actor_type.cell()])?;
        let with_grant = |definition: ActorDefinition| {
            let is_granted = self.is_granted(definition.id, workspace)?;
            Ok((definition, is_granted))
        };
        definitions.into_iter().map(with_grant).collect()
    }

    /// Whether a workspace may use a definition: it is public, or granted to it. A deleted one may still be used.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn workspace_can_use_definition(&self, definition: Uuid, workspace: Uuid) -> Result<bool> {
        let sql = format!("SELECT 1 FROM actor_definition WHERE id = ?1 AND (public OR {GRANTED})");
        self.exists(&sql, &[definition.into(), workspace.into()])
    }

    /// Whether a workspace may use a custom definition: it is custom, and granted to it.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn workspace_can_use_custom_definition(&self, definition: Uuid, workspace: Uuid) -> Result<bool> {
        let sql = format!("SELECT 1 FROM actor_definition WHERE id = ?1 AND custom AND {GRANTED}");
        self.exists(&sql, &[definition.into(), workspace.into()])
    }

    fn is_granted(&self, definition: Uuid, workspace: Uuid) -> Result<bool> {
        Ok(self.get::<ActorDefinitionWorkspaceGrant>((workspace, definition))?.is_some())
    }
}

impl Writer<'_> {
    /// Lets a workspace use a definition; gives whether that is new.
    ///
    /// # Errors
    /// A definition or workspace that is not there.
    pub fn grant_definition(&self, definition: Uuid, workspace: Uuid) -> Result<bool> {
        if self.is_granted(definition, workspace)? {
            return Ok(false);
        }
        let grant = ActorDefinitionWorkspaceGrant { actor_definition_id: definition, workspace_id: workspace };
        self.insert(&grant).map(|()| true)
    }

    /// Takes the right back; gives whether there was one.
    ///
    /// # Errors
    /// A store that cannot be written.
    pub fn revoke_definition(&self, definition: Uuid, workspace: Uuid) -> Result<bool> {
        self.delete::<ActorDefinitionWorkspaceGrant>((workspace, definition))
    }

    /// Stores a definition that a workspace has made for itself: custom, not public, and granted to that workspace.
    ///
    /// # Errors
    /// A row with errors; a workspace that is not there.
    pub fn write_custom_definition(&self, definition: &ActorDefinition, workspace: Uuid) -> Result<()> {
        let mut definition = definition.clone();
        definition.public = false;
        definition.custom = true;
        definition.release_stage = Some(ReleaseStage::Custom);
        definition.tombstone = false;
        self.insert(&definition)?;
        self.grant_definition(definition.id, workspace).map(|_| ())
    }
}
