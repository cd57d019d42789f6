//! stub
use super::CliError;
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;
#[derive(Debug, Args)]
pub struct Demo {}
impl Demo {
    pub async fn run(self, _d: Option<PathBuf>) -> Result<ExitCode, CliError> {
        Ok(ExitCode::SUCCESS)
    }
}
