//! `pursuance serve`: opens the instance, answers requests, runs its jobs, and stops on a signal.

use std::io;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::middleware::map_response;
use axum::response::Response;
use futures::StreamExt;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::output::say;
use super::settings::{self, Loaded};
use super::{CliError, log};
use crate::connections::{self, Bounds};
use crate::doors;
use crate::jobs::Worker;
use crate::state::{App, Use};
use crate::store::accounts;
use crate::store::error::is_disk_full;

/// How long requests may take to finish once the server stops.
const GRACE: Duration = Duration::from_secs(10);

/// The message when the link for the first operator cannot be written.
const FULL: &str = "Nobody runs it yet, and the disk is full: there is no link to set up the first operator's account. Make \
    room, then start it again.";

/// Serves until told to stop.
pub async fn serve(loaded: Loaded) -> Result<ExitCode, CliError> {
    let config = loaded.check()?;
    let (format, filter) = settings::log_of(&loaded, &config, "info");
    log::begin(format, &filter)?;
    let stop = StopSignal::on_signals()?;
    raise_open_files();
    // Before anything is founded: a base URL taken from a port that is in use would stay for good.
    let listener = listen(config.bind).await?;
    let app = App::start(config.clone(), settings::clock(&config), Use::Serve).await?;
    let running = Running::begin(&app, listener, stop);
    say(&welcome(&app).await?)?;
    running.ended().await?;
    Ok(ExitCode::SUCCESS)
}

/// Lets the process have as many files open as the system allows it: each connection is one, and a service begins with 1,024.
fn raise_open_files() {
    let maximum = getrlimit(Resource::Nofile).maximum;
    if let Err(error) = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum }) {
        tracing::warn!(
            error = &error as &dyn std::error::Error,
            "There may be fewer connections than places for them"
        );
    }
}

/// The text to print once the server answers.
async fn welcome(app: &App) -> Result<String, CliError> {
    let mut lines = vec![
        format!("Pursuance is running at {}", app.addresses.base()),
        format!("Its data is in {}", app.config.data_dir.display()),
    ];
    if !app.config.database_url.starts_with("sqlite:") {
        lines.push(format!("Its database is {}", app.config.database_place()));
    }
    let operators = accounts::count_operators(&mut app.db.read().await?).await?;
    if operators == 0 {
        let link = match app.new_setup_link().await {
            // The stored content can be read all the same.
            Err(error) if is_disk_full(&error) => {
                lines.push(FULL.to_owned());
                return Ok(lines.join("\n"));
            }
            made => made?,
        };
        lines.push(
            "Nobody runs it yet. Open this link to set up the first operator's account; it works once:"
                .to_owned(),
        );
        lines.push(format!("  {link}"));
    } else if let Err(error) = app.end_setup_link().await
        && !is_disk_full(&error)
    {
        return Err(error.into());
    }
    Ok(lines.join("\n"))
}

/// Takes the address to listen on.
pub async fn listen(address: SocketAddr) -> Result<TcpListener, CliError> {
    TcpListener::bind(address).await.map_err(|source| CliError::Bind { address, source })
}

/// Tells every part of the process that it is to stop.
#[derive(Clone)]
pub struct StopSignal(watch::Receiver<bool>);

impl StopSignal {
    /// Listens for SIGTERM and SIGINT from now on. The first one stops, the second one ends the process at once.
    pub fn on_signals() -> Result<Self, CliError> {
        let runtime = |source| CliError::Runtime { source };
        let mut terminate = signal(SignalKind::terminate()).map_err(runtime)?;
        let mut interrupt = signal(SignalKind::interrupt()).map_err(runtime)?;
        let (tell, told) = watch::channel(false);
        tokio::spawn(async move {
            let mut next = async || {
                tokio::select! {
                    _ = terminate.recv() => "SIGTERM",
                    _ = interrupt.recv() => "SIGINT",
                }
            };
            let first = next().await;
            tracing::info!("Stopping after {first}: finishing requests, giving back jobs");
            // Fails only when nobody listens any more, and then everything has stopped.
            let _ = tell.send(true);
            next().await;
            tracing::warn!("Stopping at once after a second signal");
            std::process::exit(1);
        });
        Ok(Self(told))
    }

    /// Waits until the process stops.
    pub async fn asked(mut self) {
        // An error means that the sender is gone, which also means to stop.
        let _ = self.0.wait_for(|stop| *stop).await;
    }
}

/// A server that answers and works.
pub struct Running {
    app: App,
    server: JoinHandle<()>,
    worker: Worker,
    stop: StopSignal,
}

impl Running {
    /// Begins to answer and to work.
    pub fn begin(app: &App, listener: TcpListener, stop: StopSignal) -> Self {
        let router = streams_end_with(doors::router(app.clone()), &stop);
        let proxies = app.config.trusted_proxies.clone();
        let server = connections::serve(listener, router, Bounds::default(), proxies, stop.clone().asked());
        Self { app: app.clone(), server: tokio::spawn(server), worker: Worker::spawn(app), stop }
    }

    /// Waits until it has stopped and everything is in order.
    pub async fn ended(self) -> Result<(), CliError> {
        let mut server = self.server;
        let ended = tokio::select! {
            ended = &mut server => Some(ended),
            () = self.stop.asked() => tokio::time::timeout(GRACE, &mut server).await.ok(),
        };
        let served = match ended {
            Some(ended) => ended.map_err(io::Error::other),
            None => {
                tracing::warn!("Some requests did not finish within {} s", GRACE.as_secs());
                server.abort();
                Ok(())
            }
        };
        self.worker.stop().await;
        self.app.db.close().await;
        tracing::info!("Stopped");
        served.map_err(|source| CliError::Serve { source })
    }
}

/// Ends streams of events when the server stops: they never end by themselves.
fn streams_end_with(router: Router, stop: &StopSignal) -> Router {
    let stop = stop.clone();
    router.layer(map_response(move |response: Response| {
        let stop = stop.clone();
        async move {
            if !connections::is_live(&response) {
                return response;
            }
            response.map(|body| Body::from_stream(body.into_data_stream().take_until(Box::pin(stop.asked()))))
        }
    }))
}
