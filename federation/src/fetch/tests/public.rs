//! The rules for public servers, against servers on this machine: a lying resolver, and a network in which public
//! addresses lead here. Neither widens a rule.

use std::{
    collections::VecDeque,
    io::{Read, Write},
    net::{SocketAddr, TcpListener},
    sync::Mutex,
    thread,
};

use rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};

use super::*;

const AUTHORITY: &[u8] = include_bytes!("../../../tests/fixtures/tls/authority.pem");
const CERTIFICATE: &[u8] = include_bytes!("../../../tests/fixtures/tls/there.pem");
const KEY: &[u8] = include_bytes!("../../../tests/fixtures/tls/there.key");

/// Two public addresses.
const THERE: &str = "93.184.216.34";
const ELSEWHERE: &str = "1.1.1.1";

/// Answers each question of the client with the next list of addresses.
struct Scripted(Mutex<VecDeque<Vec<IpAddr>>>);

impl Scripted {
    fn saying(answers: &[&[&str]]) -> Arc<Self> {
        let addrs = |texts: &&[&str]| texts.iter().map(|text| text.parse().unwrap()).collect();
        Arc::new(Self(Mutex::new(answers.iter().map(addrs).collect())))
    }
}

impl Lookup for Scripted {
    fn lookup(&self, host: String) -> BoxFuture<'static, io::Result<Vec<IpAddr>>> {
        let next = self.0.lock().unwrap().pop_front();
        Box::pin(async move { next.ok_or_else(|| io::Error::other(format!("nobody may ask for {host}"))) })
    }
}

/// A server with the certificate of `there.example`, which counts its connections.
struct Listener {
    addr: SocketAddr,
    connections: Arc<AtomicUsize>,
}

impl Listener {
    /// Answers every request with this, byte for byte.
    fn answering(answer: &str) -> Self {
        install_ring();
        let chain = vec![CertificateDer::from_pem_slice(CERTIFICATE).unwrap()];
        let key = PrivateKeyDer::from_pem_slice(KEY).unwrap();
        let config = ServerConfig::builder().with_no_client_auth().with_single_cert(chain, key).unwrap();
        let (config, answer) = (Arc::new(config), answer.to_owned());
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let addr = listener.local_addr().unwrap();
        let connections = Arc::new(AtomicUsize::new(0));
        let count = connections.clone();
        thread::spawn(move || {
            for connection in listener.incoming() {
                count.fetch_add(1, Ordering::SeqCst);
                let tls = ServerConnection::new(config.clone()).unwrap();
                // A client that does not trust us hangs up, and the next one is served.
                let _ = serve(StreamOwned::new(tls, connection.unwrap()), &answer);
            }
        });
        Self { addr, connections }
    }

    fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

fn serve(mut client: impl Read + Write, answer: &str) -> io::Result<()> {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        client.read_exact(&mut byte)?;
        request.push(byte[0]);
    }
    client.write_all(answer.as_bytes())?;
    client.flush()
}

fn note(id: &str) -> String {
    let body = format!(r#"{{"id":"{id}"}}"#);
    let length = body.len();
    format!(
        "HTTP/1.1 200 OK\r\ncontent-type: {ACTIVITY_JSON}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
    )
}

fn redirect(to: &str) -> String {
    format!("HTTP/1.1 302 Found\r\nlocation: {to}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
}

/// A public server's client, in a network where these addresses lead to these servers.
fn public(lookup: Arc<Scripted>, network: &[(&str, &Listener)]) -> Fetcher {
    // The port of a server is open, so that a client without the rules would reach it at 127.0.0.1.
    let ports = network.iter().map(|(_, listener)| listener.addr.port()).collect();
    let reach = Reach::from_base_url("https://here.example").unwrap().with_extra_ports(ports);
    let reach = Arc::new(reach);
    let mut resolver = GuardedResolver::new(reach.clone(), lookup);
    resolver.network = network.iter().map(|(addr, to)| (addr.parse().unwrap(), to.addr)).collect();
    let limits = TimeLimits::default();
    let root = reqwest::Certificate::from_pem(AUTHORITY).unwrap();
    let client =
        Fetcher::client(&reach, "Pursuance/test", resolver, limits).tls_certs_only([root]).build().unwrap();
    Fetcher { client, reach, limits, admits: Arc::new(Everybody), requests: None }
}

fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}

#[tokio::test]
async fn a_public_document_is_fetched_from_the_address_that_was_checked() {
    let id = url("https://there.example/ap/p/1");
    let (there, elsewhere) =
        (Listener::answering(&note(id.as_str())), Listener::answering(&note("https://x.example/")));
    let network = [(THERE, &there), (ELSEWHERE, &elsewhere)];

    let document = public(Scripted::saying(&[&[THERE]]), &network).get_ap(&id, &Unsigned, DOCUMENT_MAX).await;

    assert_eq!(document.unwrap().id, id);
    assert_eq!((there.connections(), elsewhere.connections()), (1, 0));
}

#[tokio::test]
async fn a_server_with_the_certificate_of_another_is_not_believed() {
    let there = Listener::answering(&note("https://other.example/"));
    let here = public(Scripted::saying(&[&[THERE]]), &[(THERE, &there)]);
    let refused = here.get_ap(&url("https://other.example/"), &Unsigned, DOCUMENT_MAX).await;
    assert!(matches!(refused, Err(FetchError::Unreachable(_))), "{refused:?}");
}

#[tokio::test]
async fn a_public_name_with_a_private_address_is_not_connected_to() {
    for addrs in [
        &["127.0.0.1"][..],
        &["10.0.0.7"],
        &["169.254.169.254"],
        &["::1"],
        &["::ffff:127.0.0.1"],
        &["64:ff9b::7f00:1"],
        &[THERE, "127.0.0.1"],
        &["127.0.0.1", THERE],
    ] {
        let there = Listener::answering(&note("https://there.example/"));
        let here = public(Scripted::saying(&[addrs]), &[(THERE, &there)]);
        let target = url(&format!("https://there.example:{}/ap/p/1", there.addr.port()));

        let refused = here.get_ap(&target, &Unsigned, DOCUMENT_MAX).await;

        let by_address = matches!(refused, Err(FetchError::Reach(ReachRefusal::Address { .. })));
        assert!(by_address, "{addrs:?}: {refused:?}");
        assert_eq!(there.connections(), 0);
    }
}

#[tokio::test]
async fn a_redirect_to_a_name_with_a_private_address_is_not_followed() {
    let inner = Listener::answering(&note("https://there.example/"));
    let there = Listener::answering(&redirect(&format!("https://inner.example:{}/", inner.addr.port())));
    let here = public(Scripted::saying(&[&[THERE], &["127.0.0.1"]]), &[(THERE, &there), (ELSEWHERE, &inner)]);

    // A document is not looked for there in any case.
    let refused = here.get_json(&url("https://there.example/.well-known/webfinger")).await;

    assert!(matches!(refused, Err(FetchError::Reach(ReachRefusal::Address { .. }))), "{refused:?}");
    assert_eq!((there.connections(), inner.connections()), (1, 0));
}

#[tokio::test]
async fn a_redirect_may_not_leave_https() {
    let there = Listener::answering(&redirect("http://there.example/"));
    let here = public(Scripted::saying(&[&[THERE], &[THERE]]), &[(THERE, &there)]);
    let refused = here.get_ap(&url("https://there.example/"), &Unsigned, DOCUMENT_MAX).await;
    assert!(matches!(refused, Err(FetchError::Reach(ReachRefusal::Scheme { .. }))), "{refused:?}");
    assert_eq!(there.connections(), 1);
}

#[tokio::test]
async fn a_name_that_changes_its_address_is_checked_again_when_connecting() {
    let there = Listener::answering(&note("https://there.example/"));
    let here = public(Scripted::saying(&[&[THERE], &["127.0.0.1"]]), &[(THERE, &there)]);
    let inbox = url(&format!("https://there.example:{}/inbox", there.addr.port()));

    let first = here.post(&inbox, HeaderMap::new(), Bytes::new()).await;
    assert_eq!(first.unwrap().status, StatusCode::OK);
    assert_eq!(there.connections(), 1);

    let second = here.post(&inbox, HeaderMap::new(), Bytes::new()).await;
    assert!(matches!(second, Err(FetchError::Reach(ReachRefusal::Address { .. }))), "{second:?}");
    assert_eq!(there.connections(), 1, "the private address was never called");
}
