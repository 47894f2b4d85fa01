//! Empty on purpose: the manifest beside it is what counts.
