//! The `finder` command.

fn main() {}
