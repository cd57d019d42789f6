use super::*;

fn public() -> Reach {
    Reach::from_base_url("https://here.example").unwrap()
}

fn loopback() -> Reach {
    Reach::from_base_url("http://localhost:8001").unwrap()
}

fn check(reach: &Reach, url: &str) -> Result<Origin, ReachRefusal> {
    reach.check_url(&Url::parse(url)?)
}

fn addr(text: &str) -> IpAddr {
    text.parse().unwrap()
}

#[test]
fn the_base_url_decides_the_network() {
    assert!(matches!(Reach::from_base_url("https://here.example/"), Ok(Reach::Public { .. })));
    assert!(matches!(Reach::from_base_url("https://here.example:8443"), Ok(Reach::Public { .. })));
    assert!(matches!(Reach::from_base_url("http://localhost:8001"), Ok(Reach::Loopback { .. })));
    assert!(matches!(Reach::from_base_url("http://a.localhost:8001"), Ok(Reach::Loopback { .. })));
    for refused in [
        "http://here.example",
        "https://localhost",
        "https://localhost:8001",
        "https://here",
        "https://here.local",
        "https://192.0.2.1",
        "http://127.0.0.1:8001",
        "http://[::1]:8001",
        "http://notlocalhost:8001",
        "http://localhost.example:8001",
        "https://here.example/sub",
        "https://here.example/?q",
        "https://here.example/#f",
        "https://me@here.example",
        "ftp://here.example",
        "here.example",
        "",
    ] {
        assert!(Reach::from_base_url(refused).is_err(), "{refused}");
    }
}

#[test]
fn an_origin_keeps_the_port_apart() {
    let origin = |text: &str| Origin::of(&Url::parse(text).unwrap()).unwrap();
    assert_eq!(origin("https://there.example/a?b#c"), origin("https://THERE.example:443/z"));
    assert_ne!(origin("https://there.example"), origin("https://there.example:8443"));
    assert_ne!(origin("http://localhost:8001"), origin("http://localhost:8002"));
    assert_ne!(origin("http://there.example:443"), origin("https://there.example"));
    assert_eq!(origin("https://there.example:443/x").authority(), "there.example");
    assert_eq!(origin("https://there.example:444/x").authority(), "there.example:444");
    assert_eq!(origin("http://localhost/x").authority(), "localhost");
    assert_eq!(
        "https://there.example:444".parse::<Origin>().unwrap().to_string(),
        "https://there.example:444"
    );
}

#[test]
fn a_public_server_asks_public_names_over_https() {
    for good in [
        "https://there.example/ap/p/1",
        "https://there.example:443/",
        "https://a.b.there.example/#main-key",
        "https://bücher.example/",
        "https://xn--bcher-kva.example/",
        "https://4chan.example/",
    ] {
        assert!(check(&public(), good).is_ok(), "{good}");
    }
    assert_eq!(check(&public(), "https://bücher.example/").unwrap().host(), "xn--bcher-kva.example");
}

#[test]
fn a_public_server_refuses_every_other_url() {
    let name = |host: &str| ReachRefusal::Name { host: host.to_owned() };
    for (url, refusal) in [
        ("http://there.example/", ReachRefusal::Scheme { scheme: "http".to_owned() }),
        ("ftp://there.example/", ReachRefusal::Scheme { scheme: "ftp".to_owned() }),
        ("file:///etc/passwd", ReachRefusal::Scheme { scheme: "file".to_owned() }),
        ("https://user@there.example/", ReachRefusal::UserInfo),
        ("https://:word@there.example/", ReachRefusal::UserInfo),
        ("https://93.184.216.34/", ReachRefusal::AddressLiteral),
        ("https://0x7f000001/", ReachRefusal::AddressLiteral),
        ("https://2130706433/", ReachRefusal::AddressLiteral),
        ("https://[2606:2800:220:1::1]/", ReachRefusal::AddressLiteral),
        ("https://localhost/", name("localhost")),
        ("https://a.localhost/", name("a.localhost")),
        ("https://there/", name("there")),
        ("https://there.example./", name("there.example.")),
        ("https://there..example/", name("there..example")),
        ("https://-there.example/", name("-there.example")),
        ("https://th_re.example/", name("th_re.example")),
        ("https://printer.local/", name("printer.local")),
        ("https://metadata.google.internal/", name("metadata.google.internal")),
        ("https://abc.onion/", name("abc.onion")),
        ("https://there.test/", name("there.test")),
        ("https://there.invalid/", name("there.invalid")),
        ("https://router.home.arpa/", name("router.home.arpa")),
        ("https://nas.lan/", name("nas.lan")),
        ("https://there.example:8443/", ReachRefusal::Port { port: 8443 }),
        ("https://there.example:80/", ReachRefusal::Port { port: 80 }),
        ("https://here.example/ap/p/1", ReachRefusal::Own),
        ("https://HERE.example/", ReachRefusal::Own),
    ] {
        assert_eq!(check(&public(), url), Err(refusal), "{url}");
    }
}

#[test]
fn other_ports_are_opened_by_setting_but_not_on_our_own_machine() {
    let reach = public().with_extra_ports(vec![8443]);
    assert!(check(&reach, "https://there.example:8443/").is_ok());
    assert_eq!(check(&reach, "https://there.example:8444/"), Err(ReachRefusal::Port { port: 8444 }));
    assert_eq!(check(&reach, "https://here.example:8443/"), Err(ReachRefusal::Own));
}

#[test]
fn our_own_urls_have_the_right_form_but_are_not_asked() {
    let own = Url::parse("https://here.example/ap/p/1").unwrap();
    assert!(public().check_form(&own).is_ok());
    assert!(public().is_own(&own));
    assert_eq!(public().check_url(&own), Err(ReachRefusal::Own));
}

#[test]
fn a_loopback_server_asks_this_machine_and_nothing_else() {
    for good in
        ["http://localhost:8002/ap", "http://localhost/", "http://b.localhost:8001/", "http://LOCALHOST:9/"]
    {
        assert!(check(&loopback(), good).is_ok(), "{good}");
    }
    for bad in [
        "https://localhost:8002/",
        "http://127.0.0.1:8002/",
        "http://[::1]:8002/",
        "http://there.example/",
        "https://there.example/",
        "http://notlocalhost/",
        "http://.localhost/",
        "http://localhost./",
        "http://localhost.there.example/",
        "http://u@localhost:8002/",
        "http://localhost:8001/ap",
    ] {
        assert!(check(&loopback(), bad).is_err(), "{bad}");
    }
}

#[test]
fn the_host_of_a_handle_becomes_an_origin_of_our_own_scheme() {
    assert_eq!(public().origin_of_authority("There.example").unwrap().to_string(), "https://there.example");
    assert_eq!(
        loopback().origin_of_authority("localhost:8002").unwrap().to_string(),
        "http://localhost:8002"
    );
    assert_eq!(&public().origin_of_authority("here.example").unwrap(), public().own());
    for bad in
        ["", "there.example/x", "u@there.example", "there.example?x", "there.example:0x50", "a b.example"]
    {
        assert!(public().origin_of_authority(bad).is_err(), "{bad}");
    }
}

#[test]
fn the_first_and_last_address_of_each_ipv4_range_are_refused_and_their_neighbours_are_not() {
    // (first, last, the address before is public, the address after is public)
    for (first, last, before, after) in [
        ("0.0.0.0", "0.255.255.255", None, Some("1.0.0.0")),
        ("10.0.0.0", "10.255.255.255", Some("9.255.255.255"), Some("11.0.0.0")),
        ("100.64.0.0", "100.127.255.255", Some("100.63.255.255"), Some("100.128.0.0")),
        ("127.0.0.0", "127.255.255.255", Some("126.255.255.255"), Some("128.0.0.0")),
        ("169.254.0.0", "169.254.255.255", Some("169.253.255.255"), Some("169.255.0.0")),
        ("172.16.0.0", "172.31.255.255", Some("172.15.255.255"), Some("172.32.0.0")),
        ("192.0.0.0", "192.0.0.255", Some("191.255.255.255"), Some("192.0.1.0")),
        ("192.0.2.0", "192.0.2.255", Some("192.0.1.255"), Some("192.0.3.0")),
        ("192.88.99.0", "192.88.99.255", Some("192.88.98.255"), Some("192.88.100.0")),
        ("192.168.0.0", "192.168.255.255", Some("192.167.255.255"), Some("192.169.0.0")),
        ("198.18.0.0", "198.19.255.255", Some("198.17.255.255"), Some("198.20.0.0")),
        ("198.51.100.0", "198.51.100.255", Some("198.51.99.255"), Some("198.51.101.0")),
        ("203.0.113.0", "203.0.113.255", Some("203.0.112.255"), Some("203.0.114.0")),
        ("224.0.0.0", "239.255.255.255", Some("223.255.255.255"), None),
        ("240.0.0.0", "255.255.255.255", None, None),
    ] {
        edges(first, last, before, after);
        // The same address, written as IPv6.
        let mapped = |v4: &str| format!("::ffff:{v4}");
        edges(&mapped(first), &mapped(last), before.map(mapped).as_deref(), after.map(mapped).as_deref());
    }
}

#[test]
fn the_first_and_last_address_of_each_ipv6_range_are_refused_and_their_neighbours_are_not() {
    const F: &str = "ffff:ffff:ffff:ffff:ffff:ffff";
    for (first, last, before, after) in [
        ("::", "::1", None, None),
        ("::127.0.0.1", "::7f00:1", None, None),
        ("64:ff9b::", "64:ff9b::ffff:ffff", None, None),
        ("64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff", None, None),
        ("100::", "100::ffff:ffff:ffff:ffff", None, None),
        ("2001::", &format!("2001:1ff:{F}"), Some("2000:ffff:ffff::"), Some("2001:200::")),
        ("2001:db8::", &format!("2001:db8:{F}"), Some("2001:db7:ffff::"), Some("2001:db9::")),
        ("2002::", &format!("2002:ffff:{F}"), Some("2001:ffff:ffff::"), Some("2003::")),
        ("3fff::", &format!("3fff:fff:{F}"), Some("3ffe:ffff:ffff::"), Some("3fff:1000::")),
        ("4000::", "4000::1", Some("3fff:ffff:ffff::"), None),
        ("fc00::", &format!("fdff:ffff:{F}"), None, None),
        ("fe80::", &format!("febf:ffff:{F}"), None, None),
        ("fec0::", "fec0::1", None, None),
        ("ff00::", &format!("ffff:ffff:{F}"), None, None),
        ("1fff::", &format!("1fff:ffff:{F}"), None, Some("2000::")),
    ] {
        edges(first, last, before, after);
    }
    assert!(public().check_addr(addr("2a01:4f8::1")).is_ok());
}

fn edges(first: &str, last: &str, before: Option<&str>, after: Option<&str>) {
    for refused in [first, last] {
        assert!(public().check_addr(addr(refused)).is_err(), "{refused}");
    }
    for open in before.into_iter().chain(after) {
        assert_eq!(public().check_addr(addr(open)), Ok(()), "{open}");
    }
}

#[test]
fn a_loopback_server_connects_to_this_machine_only() {
    for here in LOOPBACK {
        assert_eq!(loopback().check_addr(here), Ok(()));
        assert!(public().check_addr(here).is_err());
    }
    for elsewhere in ["127.0.0.2", "0.0.0.0", "10.0.0.1", "93.184.216.34", "::ffff:127.0.0.1", "2a01:4f8::1"]
    {
        assert!(loopback().check_addr(addr(elsewhere)).is_err(), "{elsewhere}");
    }
}

#[test]
fn a_program_that_runs_no_server_reaches_the_one_that_it_names() {
    for base in ["https://here.example", "https://here.example:8443", "http://localhost:8001"] {
        assert_eq!(check(&Reach::toward(base).unwrap(), base).unwrap().to_string(), base);
    }
    let toward = Reach::toward("https://here.example").unwrap();
    assert!(check(&toward, "http://localhost:8001").is_err() && check(&toward, "https://10.0.0.1").is_err());
    assert!(toward.check_addr(addr("127.0.0.1")).is_err());
    for refused in ["http://here.example", "https://10.0.0.1", "https://here.example/p", "here.example"] {
        assert!(Reach::toward(refused).is_err(), "{refused}");
    }
}
