//! Dependencies are as `.deny.toml` asks: licences, crates that stay out, and where all come from. `./test advisories` reads the same file.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

use serde::Deserialize;

/// The file. A key that nobody reads is refused, so that none stands there unkept.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rules {
    graph: Graph,
    #[serde(rename = "advisories")]
    _advisories: toml::Table,
    licenses: Licenses,
    bans: Bans,
    sources: Sources,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Graph {
    targets: Vec<String>,
    #[serde(rename = "all-features")]
    _all_features: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Licenses {
    allow: BTreeSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Bans {
    deny: Vec<Ban>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ban {
    #[serde(rename = "crate")]
    name: String,
    reason: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Sources {
    allow_registry: Vec<String>,
}

/// The part of `cargo metadata` that is judged.
#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    workspace_members: BTreeSet<String>,
}

#[derive(Clone, Deserialize)]
struct Package {
    id: String,
    name: String,
    license: Option<String>,
    source: Option<String>,
    dependencies: Vec<Dependency>,
}

#[derive(Clone, Deserialize)]
struct Dependency {
    name: String,
    req: String,
    kind: Option<String>,
    path: Option<String>,
}

impl Rules {
    fn read() -> Self {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.deny.toml");
        toml::from_str(&fs::read_to_string(file).unwrap()).unwrap()
    }

    /// The reasons for which a package may not come in.
    fn against(&self, package: &Package, members: &BTreeSet<String>) -> Vec<String> {
        let mut reasons = Vec::new();
        let license = package.license.as_deref().unwrap_or_default();
        if !is_met(license, &self.licenses.allow) {
            reasons.push(format!("its licence is “{license}”"));
        }
        for ban in self.bans.deny.iter().filter(|ban| ban.name == package.name) {
            reasons.push(ban.reason.clone());
        }
        let is_ours = members.contains(&package.id);
        let is_known = |source: &str| {
            self.sources
                .allow_registry
                .iter()
                .any(|registry| source.strip_prefix("registry+") == Some(registry))
        };
        if !package.source.as_deref().map_or(is_ours, is_known) {
            reasons.push(format!("it comes from {:?}", package.source));
        }
        // Crates that only tests of others need do not come in.
        let needed = package.dependencies.iter().filter(|one| is_ours || one.kind.as_deref() != Some("dev"));
        for one in needed.filter(|one| one.req == "*" && one.path.is_none()) {
            reasons.push(format!("it takes any version of {}", one.name));
        }
        reasons.into_iter().map(|reason| format!("{}: {reason}", package.name)).collect()
    }
}

/// Everything that is built for a target, tests included. `./test` has fetched it: here nothing asks the network.
fn metadata(target: &str) -> Metadata {
    let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let answer = Command::new(cargo)
        .args(["metadata", "--locked", "--offline", "--format-version=1", "--filter-platform", target])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
    serde_json::from_slice(&answer.stdout).unwrap()
}

/// Whether a licence expression of SPDX is met by the licences that are allowed. In older ones `/` stands for `OR`.
fn is_met(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let mut words: Vec<&str> = spaced.split_whitespace().rev().collect();
    either(&mut words, allowed) == Some(true) && words.is_empty()
}

/// Reads what stands between words `OR`; the next word is the last.
fn either(words: &mut Vec<&str>, allowed: &BTreeSet<String>) -> Option<bool> {
    let mut met = both(words, allowed)?;
    while words.pop_if(|word| *word == "OR").is_some() {
        met |= both(words, allowed)?;
    }
    Some(met)
}

/// Reads what stands between words `AND`, which bind more closely.
fn both(words: &mut Vec<&str>, allowed: &BTreeSet<String>) -> Option<bool> {
    let mut met = one(words, allowed)?;
    while words.pop_if(|word| *word == "AND").is_some() {
        met &= one(words, allowed)?;
    }
    Some(met)
}

/// Reads one licence, with its exception, or what stands in brackets.
fn one(words: &mut Vec<&str>, allowed: &BTreeSet<String>) -> Option<bool> {
    let word = words.pop()?;
    if word == "(" {
        let met = either(words, allowed)?;
        return (words.pop()? == ")").then_some(met);
    }
    if words.pop_if(|word| *word == "WITH").is_some() {
        return Some(allowed.contains(&format!("{word} WITH {}", words.pop()?)));
    }
    Some(allowed.contains(word))
}

#[test]
fn every_dependency_has_a_licence_that_is_allowed_and_comes_from_where_it_may() {
    let rules = Rules::read();
    assert!(!rules.graph.targets.is_empty());
    for target in &rules.graph.targets {
        let metadata = metadata(target);
        assert!(metadata.packages.len() > 200, "{target}: {} packages", metadata.packages.len());
        let against: Vec<String> = metadata
            .packages
            .iter()
            .flat_map(|package| rules.against(package, &metadata.workspace_members))
            .collect();
        assert!(against.is_empty(), "{target}: {against:#?}");
    }
}

#[test]
fn a_dependency_that_may_not_come_in_is_refused_with_its_reason() {
    let rules = Rules::read();
    let metadata = metadata(&rules.graph.targets[0]);
    let good = metadata.packages.iter().find(|package| package.name == "serde").unwrap();
    let against = |change: fn(&mut Package)| {
        let mut package = good.clone();
        change(&mut package);
        rules.against(&package, &metadata.workspace_members)
    };
    assert!(against(|_| ()).is_empty());
    assert_eq!(against(|it| it.license = None), ["serde: its licence is “”"]);
    assert_eq!(
        against(|it| it.license = Some("MIT AND SSPL-1.0".to_owned())),
        ["serde: its licence is “MIT AND SSPL-1.0”"]
    );
    assert_eq!(
        against(|it| it.name = "openssl-sys".to_owned()),
        ["openssl-sys: TLS is rustls with ring; no C library to keep patched"]
    );
    for source in [None, Some("git+https://crates.example/serde"), Some("registry+https://crates.example")] {
        let mut package = good.clone();
        package.source = source.map(str::to_owned);
        assert_eq!(rules.against(&package, &metadata.workspace_members).len(), 1, "{source:?}");
    }
    let any = |kind: Option<&str>| Dependency {
        name: "syn".to_owned(),
        req: "*".to_owned(),
        kind: kind.map(str::to_owned),
        path: None,
    };
    let mut package = good.clone();
    package.dependencies = vec![any(None), any(Some("dev"))];
    assert_eq!(rules.against(&package, &metadata.workspace_members), ["serde: it takes any version of syn"]);
}

#[test]
fn a_licence_is_read_as_its_expression_says() {
    let allowed: BTreeSet<String> =
        ["MIT", "ISC", "Apache-2.0 WITH LLVM-exception"].map(str::to_owned).into_iter().collect();
    for met in [
        "MIT",
        "GPL-2.0-only OR MIT",
        "GPL-2.0-only/MIT",
        "(GPL-2.0-only OR MIT) AND ISC",
        "GPL-2.0-only AND SSPL-1.0 OR MIT",
        "Apache-2.0 WITH LLVM-exception",
    ] {
        assert!(is_met(met, &allowed), "{met}");
    }
    for unmet in [
        "",
        "Apache-2.0",
        "MIT AND Apache-2.0",
        "MIT WITH LLVM-exception",
        "Apache-2.0 WITH",
        "(MIT",
        "MIT)",
        "MIT ISC",
        "MIT OR",
        "SSPL-1.0 OR MIT AND GPL-2.0-only",
    ] {
        assert!(!is_met(unmet, &allowed), "{unmet}");
    }
}
