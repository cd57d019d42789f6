//! Ends with an undo: comments, files and tasks that go, who reads them meanwhile, and what stays.

mod answers;
mod comments;
mod files;
mod tasks;
