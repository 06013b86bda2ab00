//! Threads that the body has started. Only those are joined whose names have it.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::sync::mpsc;
use std::sync::{Arc, Barrier, Condvar, Mutex, RwLock};
use std::thread;
use std::time::Duration;

use nsfixture::prelude::*;

use super::fail;

#[ns_test]
#[ignore = "fails on purpose"]
fn at_once() {
    thread::spawn(fail);
}

#[ns_test]
#[ignore = "fails on purpose"]
fn joined() {
    thread::spawn(fail).join().unwrap();
}

#[ns_test]
#[ignore = "fails on purpose"]
fn joined_and_ignored() {
    drop(thread::spawn(fail).join());
}

#[ns_test]
#[ignore = "fails on purpose"]
fn named() {
    thread::Builder::new().name("claims".to_owned()).spawn(fail).unwrap();
}

#[ns_test]
#[ignore = "fails on purpose"]
fn in_a_scope() {
    thread::scope(|scope| {
        scope.spawn(fail);
    });
}

#[ns_test]
#[ignore = "fails on purpose"]
fn of_a_thread() {
    thread::spawn(|| thread::spawn(fail));
}

fn chain(length: usize) {
    match length {
        0 => fail(),
        _ => drop(thread::spawn(move || chain(length - 1))),
    }
}

#[ns_test]
#[ignore = "fails on purpose"]
fn at_the_end_of_a_chain() {
    chain(20);
}

#[ns_test]
#[ignore = "fails on purpose"]
fn at_the_end_of_many_chains() {
    for length in 0..10 {
        thread::spawn(move || {
            if length == 9 {
                chain(9);
            } else {
                drop(thread::spawn(|| drop(thread::spawn(|| ()))));
            }
        });
    }
}

#[ns_test]
#[ignore = "fails on purpose"]
fn after_work() {
    thread::spawn(|| {
        let sum: u64 = (0..20_000_000_u64).map(std::hint::black_box).sum();
        assert_eq!(sum, 0, "a false claim");
    });
}

#[ns_test]
#[ignore = "fails on purpose"]
fn after_a_short_sleep() {
    thread::spawn(|| {
        thread::sleep(Duration::from_millis(20));
        fail();
    });
}

#[ns_test]
#[ignore = "fails on purpose"]
fn after_a_sleep_as_long_as_the_grace() {
    thread::spawn(|| {
        thread::sleep(Duration::from_millis(99));
        fail();
    });
}

#[ns_test]
#[ignore = "fails on purpose"]
fn after_three_sleeps() {
    thread::spawn(|| {
        for _ in 0..3 {
            thread::sleep(Duration::from_millis(5));
        }
        fail();
    });
}

#[ns_test]
#[ignore = "fails on purpose"]
fn after_a_second() {
    thread::spawn(|| {
        thread::sleep(Duration::from_secs(1));
        fail();
    });
}

#[ns_test]
#[ignore = "fails on purpose"]
fn after_a_timeout() {
    let (keeps, receiver) = mpsc::channel::<()>();
    thread::spawn(move || receiver.recv_timeout(Duration::from_millis(30)).unwrap());
    std::mem::forget(keeps);
}

#[ns_test]
#[ignore = "fails on purpose"]
fn parked_and_woken() {
    let thread = thread::spawn(|| {
        thread::park();
        fail();
    });
    thread.thread().unpark();
}

#[ns_test]
#[ignore = "fails on purpose"]
fn parked_for_a_while() {
    thread::spawn(|| {
        thread::park_timeout(Duration::from_millis(30));
        fail();
    });
}

#[ns_test]
#[ignore = "fails on purpose"]
fn woken_by_a_channel() {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || assert_eq!(receiver.recv(), Ok(2), "a false claim"));
    sender.send(1).unwrap();
}

#[ns_test]
#[ignore = "fails on purpose"]
fn woken_by_the_end_of_a_channel() {
    let (sender, receiver) = mpsc::channel::<()>();
    thread::spawn(move || receiver.recv().unwrap());
    drop(sender);
}

#[ns_test]
#[ignore = "fails on purpose"]
fn woken_by_a_condition() {
    let pair = Arc::new((Mutex::new(false), Condvar::new()));
    let other = Arc::clone(&pair);
    thread::spawn(move || {
        let (lock, condition) = &*other;
        drop(condition.wait_while(lock.lock().unwrap(), |done| !*done).unwrap());
        fail();
    });
    *pair.0.lock().unwrap() = true;
    pair.1.notify_all();
}

#[ns_test]
#[ignore = "fails on purpose"]
fn woken_by_a_barrier() {
    let barrier = Arc::new(Barrier::new(2));
    let other = Arc::clone(&barrier);
    thread::spawn(move || {
        other.wait();
        fail();
    });
    barrier.wait();
}

#[ns_test]
#[ignore = "fails on purpose"]
fn woken_by_a_lock() {
    let lock = Arc::new(RwLock::new(()));
    let held = lock.write().unwrap();
    let other = Arc::clone(&lock);
    thread::spawn(move || {
        drop(other.read().unwrap());
        fail();
    });
    drop(held);
}

#[ns_test]
#[ignore = "fails on purpose"]
fn woken_by_a_pipe() {
    let (mut reader, mut writer) = std::io::pipe().unwrap();
    thread::spawn(move || {
        reader.read_exact(&mut [0]).unwrap();
        fail();
    });
    writer.write_all(&[1]).unwrap();
}

#[ns_test]
#[ignore = "fails on purpose"]
fn that_accepts_on_loopback() {
    let listener = TcpListener::bind("127.0.0.1:7").unwrap();
    thread::spawn(move || {
        listener.accept().unwrap();
        fail();
    });
    TcpStream::connect("127.0.0.1:7").unwrap();
}

#[ns_test(link(client, server))]
#[ignore = "fails on purpose"]
fn that_accepts_on_a_host(server: Node) {
    server.run(|| {
        let listener = TcpListener::bind("[::]:7").unwrap();
        thread::spawn(move || {
            listener.accept().unwrap();
            fail();
        });
    });
    TcpStream::connect("server:7").unwrap();
}

#[ns_test(link(client, server))]
#[ignore = "fails on purpose"]
fn that_reads_on_a_host(server: Node) {
    server.run(|| {
        let listener = TcpListener::bind("[::]:7").unwrap();
        thread::spawn(move || {
            let mut text = String::new();
            listener.accept().unwrap().0.read_to_string(&mut text).unwrap();
            assert_eq!(text, "world", "a false claim");
        });
    });
    TcpStream::connect("server:7").unwrap().write_all(b"hello").unwrap();
}

#[ns_test(link(client, server))]
#[ignore = "fails on purpose"]
fn that_reads_what_stays_open(server: Node) {
    server.run(|| {
        let listener = TcpListener::bind("[::]:7").unwrap();
        thread::spawn(move || {
            let mut bytes = [0; 5];
            listener.accept().unwrap().0.read_exact(&mut bytes).unwrap();
            assert_eq!(&bytes, b"world", "a false claim");
        });
    });
    let mut stream = TcpStream::connect("server:7").unwrap();
    for byte in b"hello" {
        stream.write_all(&[*byte]).unwrap();
    }
    std::mem::forget(stream);
}

#[ns_test(lan(a, b), lan(b, c), router(b))]
#[ignore = "fails on purpose"]
fn that_receives_across_a_router(c: Node) {
    c.run(|| {
        let socket = UdpSocket::bind("[::]:7").unwrap();
        thread::spawn(move || {
            socket.recv(&mut [0; 8]).unwrap();
            fail();
        });
    });
    let socket = UdpSocket::bind("[::]:0").unwrap();
    socket.send_to(b"hello", "c:7").unwrap();
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn that_receives_before_its_timeout(b: Node) {
    b.run(|| {
        let socket = UdpSocket::bind("[::]:7").unwrap();
        socket.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        thread::spawn(move || {
            socket.recv(&mut [0; 8]).unwrap();
            fail();
        });
    });
    UdpSocket::bind("[::]:0").unwrap().send_to(b"hello", "b:7").unwrap();
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn that_gets_the_answer(b: Node) {
    b.run(|| {
        let socket = UdpSocket::bind("[::]:7").unwrap();
        thread::spawn(move || {
            let mut buffer = [0; 8];
            while let Ok((length, from)) = socket.recv_from(&mut buffer) {
                socket.send_to(&buffer[..length], from).unwrap();
            }
        });
    });
    let socket = UdpSocket::bind("[::]:0").unwrap();
    socket.send_to(b"hello", "b:7").unwrap();
    thread::spawn(move || {
        let mut buffer = [0; 8];
        let length = socket.recv(&mut buffer).unwrap();
        assert_eq!(&buffer[..length], b"world", "a false claim");
    });
}

#[ns_test]
#[ignore = "fails on purpose"]
fn that_polls() {
    let listener = TcpListener::bind("127.0.0.1:7").unwrap();
    listener.set_nonblocking(true).unwrap();
    thread::spawn(move || {
        while listener.accept().is_err() {
            thread::yield_now();
        }
        fail();
    });
    TcpStream::connect("127.0.0.1:7").unwrap();
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn that_calls_run(b: Node) {
    thread::spawn(move || b.run(fail));
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn that_run_has_started(b: Node) {
    b.run(|| drop(thread::spawn(fail)));
}

#[ns_test]
#[ignore = "fails on purpose"]
fn by_resume_unwind() {
    thread::spawn(|| std::panic::resume_unwind(Box::new("a false claim")));
}

#[ns_test]
#[ignore = "fails on purpose"]
fn by_a_destructor() {
    struct Claim;
    impl Drop for Claim {
        fn drop(&mut self) {
            fail();
        }
    }
    thread::spawn(|| drop(Claim));
}

#[ns_test]
#[ignore = "fails on purpose"]
fn by_a_destructor_of_a_thread_local() {
    struct Claim;
    impl Drop for Claim {
        fn drop(&mut self) {
            fail();
        }
    }
    thread_local!(static CLAIM: Claim = const { Claim });
    thread::spawn(|| CLAIM.with(|_| ()));
}
