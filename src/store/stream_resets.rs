//! Streams that are to be reset, as a queue of each connection (facts, databases 2.6).

use super::{Reader, Writer};
use crate::blobs::StreamDescriptor;
use crate::error::Result;
use crate::table::ColumnValue;
use crate::tables::StreamReset;
use uuid::Uuid;

impl Reader<'_> {
    /// The streams of a connection that are to be reset, by namespace and name; the platform gives them in no order.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn stream_resets_of(&self, connection: Uuid) -> Result<Vec<StreamDescriptor>> {
        let rest = "WHERE connection_id = ?1 ORDER BY stream_namespace, stream_name";
        let rows: Vec<StreamReset> = self.select(rest, &[connection.into()])?;
        let stream = |row: StreamReset| StreamDescriptor { name: row.stream_name, namespace: row.stream_namespace };
        Ok(rows.into_iter().map(stream).collect())
    }
}

impl Writer<'_> {
    /// Asks for streams to be reset; those that wait already are left as they are. Gives how many are new.
    ///
    /// # Errors
    /// A store that cannot be written.
    pub fn enqueue_stream_resets(&self, connection: Uuid, streams: &[StreamDescriptor]) -> Result<usize> {
        let now = self.now()?;
        let mut count = 0;
        for stream in streams {
            let found = "SELECT 1 FROM stream_reset \
                         WHERE connection_id = ?1 AND stream_name = ?2 AND stream_namespace IS ?3";
            let values = [connection.into(), stream.name.as_str().into(), stream.namespace.cell()];
            if self.exists(found, &values)? {
                continue;
            }
            self.insert_unjudged(&StreamReset {
                id: self.new_id()?,
                connection_id: connection,
                stream_namespace: stream.namespace.clone(),
                stream_name: stream.name.clone(),
                created_at: now,
                updated_at: now,
            })?;
            count += 1;
        }
        Ok(count)
    }

    /// Takes streams out of the queue. For no streams nothing happens: the platform empties the queues of all
    /// connections then (facts, trap 30).
    ///
    /// # Errors
    /// A store that cannot be written.
    pub fn dequeue_stream_resets(&self, connection: Uuid, streams: &[StreamDescriptor]) -> Result<()> {
        for stream in streams {
            let delete = "DELETE FROM stream_reset \
                          WHERE connection_id = ?1 AND stream_name = ?2 AND stream_namespace IS ?3";
            let values = [connection.into(), stream.name.as_str().into(), stream.namespace.cell()];
            self.execute(delete, &values)?;
        }
        Ok(())
    }
}
