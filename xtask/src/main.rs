//! `cargo xtask`: the project's own chores. What the product does is not here.

fn main() {}
