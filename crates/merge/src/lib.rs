//! An edited draft comes home: what an editor changed in a DOCX is found by comparing it with what the draft was, and
//! put into the Markdown as it stands now, by ranges of its bytes. It reads no file and writes none.

mod tokens;
mod ground;
mod patch;
mod three_way;
mod homes;
mod matching;
mod bring;
mod write;
