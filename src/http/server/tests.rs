//! What connections may do and may not, over real sockets.

use super::*;
use crate::config::Networks;
use crate::http::caller::Peer;
use axum::Extension;
use axum::routing::{get, post};
use std::net::SocketAddr;
use std::time::Instant;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

fn room_for(connections: usize) -> Arc<Connections> {
    Connections::with_room("test", Networks::default(), connections, 64)
}

struct Running {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    ended: JoinHandle<io::Result<()>>,
}

/// A server whose limits are short, so that tests are.
async fn run(change: impl FnOnce(&mut Server)) -> Running {
    let slow = async || {
        tokio::time::sleep(Duration::from_millis(300)).await;
        "slow but whole"
    };
    let length = async |Extension(Peer(peer)): Extension<Peer>, body: String| {
        format!("{} bytes of {peer}", body.len())
    };
    let app = Router::new()
        .route("/", get(async || "hello"))
        .route("/slow", get(slow))
        .route("/body", post(length));
    let mut server = Server::new(app, room_for(1_024));
    server.head_patience = Duration::from_millis(200);
    server.drain_patience = Duration::from_millis(800);
    change(&mut server);
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("bound");
    let (stop, stopped) = oneshot::channel();
    let told = async {
        let _ = stopped.await;
    };
    let ended = tokio::spawn(server.run(listener, told));
    Running { address, stop, ended }
}

impl Running {
    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.expect("it listens")
    }

    /// Sends bytes and reads until the server closes.
    async fn talk(&self, bytes: &[u8]) -> String {
        let mut stream = self.connect().await;
        stream.write_all(bytes).await.expect("open");
        read_all(stream).await
    }
}

async fn read_all(mut stream: TcpStream) -> String {
    let mut reply = Vec::new();
    // A reset after the reply is a way of closing too.
    let _ = stream.read_to_end(&mut reply).await;
    String::from_utf8_lossy(&reply).into_owned()
}

const CLOSE: &[u8] = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

#[tokio::test]
async fn answers_and_keeps_the_connection() {
    let server = run(|_| {}).await;
    let twice = [b"GET / HTTP/1.1\r\nHost: x\r\n\r\n".as_slice(), CLOSE].concat();
    assert_eq!(server.talk(&twice).await.matches("hello").count(), 2);
}

#[tokio::test]
async fn closes_a_connection_that_is_silent_or_never_ends_its_head() {
    let server = run(|_| {}).await;
    for said in ["", "GET / HTTP/1.1\r\nHost: x\r\n", "GET / HTTP/1.1\r\nHost: x\r\n\r\n"] {
        let began = Instant::now();
        let reply = server.talk(said.as_bytes()).await;
        let took = began.elapsed();
        assert!(took > Duration::from_millis(150) && took < Duration::from_secs(3), "{said:?}: {took:?}");
        assert_eq!(reply.contains("hello"), said.ends_with("\r\n\r\n"), "{said:?}: {reply}");
    }
}

#[tokio::test]
async fn refuses_heads_that_are_too_large() {
    let server = run(|_| {}).await;
    let many = format!("GET / HTTP/1.1\r\n{}\r\n", "A: b\r\n".repeat(65));
    let long = format!("GET / HTTP/1.1\r\nA: {}\r\n\r\n", "b".repeat(17_000));
    let target = format!("GET /?{} HTTP/1.1\r\nHost: x\r\n\r\n", "a".repeat(65_600));
    for (request, statuses) in [(many, "431"), (long, "431"), (target, "414 431")] {
        let reply = server.talk(request.as_bytes()).await;
        let status = reply.get(9..12).unwrap_or("none");
        assert!(statuses.contains(status), "{status}: {reply:.80}");
    }
    assert!(server.talk(CLOSE).await.contains("hello"));
}

#[tokio::test]
async fn a_full_server_closes_who_waited_longest_and_answers_at_once() {
    let server = run(|server| {
        server.connections = room_for(3);
        server.head_patience = Duration::from_mins(1);
    })
    .await;
    let mut busy = server.connect().await;
    busy.write_all(b"GET /slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await.expect("open");
    let mut silent = server.connect().await;
    let mut half_body = server.connect().await;
    let head = b"POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{";
    half_body.write_all(head).await.expect("open");
    tokio::time::sleep(Duration::from_millis(50)).await;
    let was_cut = async |stream: &mut TcpStream| {
        let mut byte = [0];
        // Closed or reset, but not silent.
        tokio::time::timeout(Duration::from_millis(20), stream.read(&mut byte)).await.is_ok()
    };
    let quick_answer = async || {
        let began = Instant::now();
        assert!(server.talk(CLOSE).await.contains("hello"));
        assert!(began.elapsed() < Duration::from_millis(150), "{:?}", began.elapsed());
    };
    quick_answer().await;
    assert!(was_cut(&mut silent).await && !was_cut(&mut half_body).await, "the silent one waited longer");
    // Somebody silent takes the seat that came free.
    let mut another = server.connect().await;
    tokio::time::sleep(Duration::from_millis(20)).await;
    quick_answer().await;
    assert!(was_cut(&mut half_body).await && !was_cut(&mut another).await);
    assert!(read_all(busy).await.ends_with("slow but whole"));
}

#[tokio::test]
async fn a_kept_connection_gives_way_once_its_reply_is_sent() {
    for request in [
        "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        "HEAD / HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab",
        "GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n",
    ] {
        let server = run(|server| {
            server.connections = room_for(1);
            server.head_patience = Duration::from_mins(1);
        })
        .await;
        let mut kept = server.connect().await;
        kept.write_all(request.as_bytes()).await.expect("open");
        let mut first_bytes = [0; 9];
        kept.read_exact(&mut first_bytes).await.expect("a reply");
        tokio::time::sleep(Duration::from_millis(50)).await;
        let began = Instant::now();
        assert!(server.talk(CLOSE).await.contains("hello"), "{request}");
        assert!(began.elapsed() < Duration::from_secs(1), "{request}: {:?}", began.elapsed());
    }
}

#[tokio::test]
async fn a_whole_body_is_answered_and_the_peer_is_known() {
    let server = run(|_| {}).await;
    let body = "POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nConnection: close\r\n\r\n";
    let mut stream = server.connect().await;
    stream.write_all(body.as_bytes()).await.expect("open");
    tokio::time::sleep(Duration::from_millis(50)).await;
    stream.write_all(b"1234").await.expect("open");
    let reply = read_all(stream).await;
    assert!(reply.ends_with("4 bytes of 127.0.0.1") && reply.contains("content-length: 20"), "{reply}");
    let chunked = "POST /body HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n\
                   2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n";
    assert!(server.talk(chunked.as_bytes()).await.ends_with("5 bytes of 127.0.0.1"));
}

#[tokio::test]
async fn the_end_cuts_no_running_reply_and_waits_for_nobody_else() {
    let server = run(|server| server.head_patience = Duration::from_mins(1)).await;
    let mut busy = server.connect().await;
    busy.write_all(b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n").await.expect("open");
    let _idle = server.connect().await;
    let mut half_open = server.connect().await;
    half_open.write_all(b"GET / HT").await.expect("open");
    tokio::time::sleep(Duration::from_millis(100)).await;
    let began = Instant::now();
    server.stop.send(()).expect("it runs");
    assert!(read_all(busy).await.ends_with("slow but whole"));
    server.ended.await.expect("no panic").expect("no error");
    assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
    assert!(TcpStream::connect(server.address).await.is_err());
}

#[tokio::test]
async fn closes_a_connection_whose_peer_takes_nothing() {
    let server = run(|server| {
        let body = async || "x".repeat(50_000_000);
        server.app = Router::new().route("/", get(body));
        server.idle_patience = Duration::from_millis(300);
        server.connections = room_for(1);
    })
    .await;
    let mut stuck = server.connect().await;
    stuck.write_all(CLOSE).await.expect("open");
    // Until its request is read it waits, and would give way.
    tokio::time::sleep(Duration::from_millis(100)).await;
    let began = Instant::now();
    let mut next = server.connect().await;
    next.write_all(CLOSE).await.expect("open");
    // The one slot is free for the second only once the first was given up.
    let mut first_bytes = [0; 12];
    next.read_exact(&mut first_bytes).await.expect("a reply");
    assert_eq!(&first_bytes, b"HTTP/1.1 200");
    assert!(began.elapsed() > Duration::from_millis(150));
    drop(stuck);
}
