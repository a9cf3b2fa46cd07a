//! The imports of WASI preview 1: one file a family.
