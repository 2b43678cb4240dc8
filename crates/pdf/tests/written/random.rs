//! Any pages at all: lawful ones are written, others are refused, and nothing panics.
